/** What goes over the HTTP interface: the schemas of `openapi.yaml` that the page uses. */

export interface Peak {
  x: number;
  y: number;
  score: number;
}
/** A rectangle in fractions of the picture's width and height, from the top left. */
export interface Rectangle {
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}
export interface Box extends Rectangle {
  score: number;
}
/** Probabilities that the sound comes from a cell, row by row from the top left. */
export interface ScoreMap {
  rows: number;
  columns: number;
  scores: number[];
}
export interface Answer {
  heard: boolean;
  visible?: boolean;
  probability?: number;
  peak?: Peak;
  boxes?: Box[];
  map?: ScoreMap;
}
export interface Moment extends Answer {
  seconds: number;
}
export interface Localization {
  kind: "picture" | "video";
  width?: number;
  height?: number;
  durationSeconds?: number;
  hopSeconds?: number;
  visibleFrom: number;
  visibleFromChosen: boolean;
  loudestSeconds?: number;
  moments: Moment[];
}
export type Kind = "image" | "sound" | "video";
export type KindFilter = "images" | "sounds" | "videos" | "all";
export type Find = "pictures" | "sounds" | "all";
export interface Links {
  file: string;
  thumbnail?: string;
  sound?: string;
  excerpt?: string;
}
export interface Hit {
  id: string;
  path: string;
  folder: string;
  kind: Kind;
  side: "picture" | "sound";
  startSeconds: number;
  endSeconds: number;
  durationSeconds?: number;
  bestSeconds?: number;
  score: number;
  links: Links;
}
export interface SearchAnswer {
  query: { kind: Kind | "vector"; sides: ("picture" | "sound")[]; moments: number; seconds?: number };
  hits: Hit[];
  vectors: number;
  embedMilliseconds: number;
  searchMilliseconds: number;
}
export interface SearchOptions {
  find: Find;
  in: KindFilter;
  k: number;
  folder?: string;
  at?: number;
  side?: "picture" | "sound" | "both";
  box?: Rectangle;
}
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
}
export interface Progress {
  done: number;
  total?: number;
  unit: "seconds" | "files";
  perSecond?: number;
  secondsLeft?: number;
  failed?: number;
  current?: string;
}
export interface Job {
  id: string;
  kind: "localize" | "index";
  state: "waiting" | "running" | "done" | "failed" | "canceled";
  title: string;
  progress?: Progress;
  problem?: Problem;
  links: { self: string; events: string; result?: string };
}
export interface Library {
  folders: { number: number; name: string; files?: number; job?: string }[];
  index?: {
    files: number;
    images: number;
    sounds: number;
    videos: number;
    waiting: number;
    failed: number;
    vectors: number;
    durationSeconds: number;
    backend: string;
    folders?: { name: string; files: number }[];
  };
}
export interface LibraryFile {
  id?: string;
  path: string;
  folder: string;
  kind?: Kind;
  state: "indexed" | "waiting" | "failed";
  reason?: string;
  durationSeconds?: number;
  links?: Links;
}
export interface IndexingResult {
  added: number;
  removed: number;
  moved: number;
  failed: number;
  mediaSeconds: number;
}
export interface Measure {
  name: string;
  value: number;
  low?: number;
  high?: number;
  n?: number;
  percent?: boolean;
  baselines?: { name: string; value: number }[];
}
export interface Network {
  role: "localize" | "search";
  model: "ave" | "avol" | "l3";
  run?: string;
  sizes: Record<string, number>;
  visibleFrom?: number;
  visibleFromChosen?: boolean;
  provenance: Record<string, string>;
  measures?: Measure[];
  curve?: { columns: string[]; rows: (number | null)[][] };
  diagnosis?: string[];
}
export interface Model {
  version: string;
  capabilities: { localize: boolean; embed: boolean; search: boolean; live: boolean; index: boolean };
  networks: Network[];
  limits: {
    uploadBytes: number;
    durationSeconds: number;
    pixels: number;
    decodeSeconds: number;
    answerAtOnceSeconds: number;
  };
}
