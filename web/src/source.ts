import type { Hit, Kind } from "./api.ts";

/** Something to look at or listen to: a file of the user's, or one of the library. */
export interface Source {
  kind: Kind;
  name: string;
  /** What an element of the page can play or show. */
  url: string;
  file?: File;
  id?: string;
  /** Where in it the moment lies that is meant. */
  at?: number;
}

const ENDINGS: Record<Kind, string> = {
  image: "jpg jpeg png gif bmp webp tif tiff avif",
  sound: "wav mp3 flac ogg oga opus m4a aac aif aiff wma",
  video: "mp4 mov m4v webm mkv avi mpg mpeg ogv ts mts wmv flv 3gp",
};

/** What kind of media a file is, by its type or, failing that, its name. */
export function kindOf(file: { name: string; type: string }): Kind | undefined {
  const major = file.type.split("/")[0];
  if (major === "image" || major === "video") {
    return major;
  }
  if (major === "audio") {
    return "sound";
  }
  const ending = file.name.slice(file.name.lastIndexOf(".") + 1).toLowerCase();
  return (Object.keys(ENDINGS) as Kind[]).find((kind) => ENDINGS[kind].split(" ").includes(ending));
}

export function ofFile(file: File): Source | undefined {
  const kind = kindOf(file);
  return kind && { kind, name: file.name, url: URL.createObjectURL(file), file };
}

export function ofHit(hit: Hit): Source {
  return { kind: hit.kind, name: hit.path, url: hit.links.file, id: hit.id, at: hit.bestSeconds ?? hit.startSeconds };
}

/** Frees what the browser keeps of a file of the user's. */
export function release(source: Source | undefined): void {
  if (source?.file) {
    URL.revokeObjectURL(source.url);
  }
}

/** The address of a view that shows something of the library. */
export function address(view: string, source: Source): string {
  const parameters = new URLSearchParams({ id: source.id ?? "", kind: source.kind, name: source.name });
  if (source.at !== undefined) {
    parameters.set("at", source.at.toFixed(2));
  }
  return `#/${view}?${parameters}`;
}

/** What such an address names, if anything. */
export function fromAddress(parameters: URLSearchParams): Source | undefined {
  const id = parameters.get("id");
  const kind = parameters.get("kind");
  if (!id || !/^[0-9a-f]{16,64}$/.test(id) || (kind !== "image" && kind !== "sound" && kind !== "video")) {
    return undefined;
  }
  const at = Number(parameters.get("at") ?? Number.NaN);
  return {
    kind,
    name: parameters.get("name") ?? id,
    url: `/v1/media/${id}/file`,
    id,
    ...(Number.isFinite(at) ? { at } : {}),
  };
}
