import type { Hit } from "../../api.ts";

/** Hits as JSON: what the server answered, less its addresses. */
export function asJson(hits: readonly Hit[]): string {
  return JSON.stringify(hits.map(({ links: _, ...hit }) => hit), null, 1) + "\n";
}

const COLUMNS = ["folder", "path", "kind", "side", "startSeconds", "endSeconds", "score", "id"] as const;

/** Hits as a table (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function asCsv(hits: readonly Hit[]): string {
  const cell = (value: string | number): string => {
    const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [COLUMNS.join(","), ...hits.map((hit) => COLUMNS.map((column) => cell(hit[column])).join(","))].join("\r\n") + "\r\n";
}

/** Hits as WebVTT cues, by file and time; a NOTE begins each file. Pictures have no time and are left out. */
export function asVtt(hits: readonly Hit[]): string {
  const timed = hits.filter((hit) => hit.kind !== "image");
  const files = [...new Set(timed.map((hit) => `${hit.folder}/${hit.path}`))].sort();
  const blocks = files.flatMap((file) => [
    `NOTE ${clean(file)}`,
    ...timed
      .filter((hit) => `${hit.folder}/${hit.path}` === file)
      .sort((a, b) => a.startSeconds - b.startSeconds)
      .map((hit) => `${stamp(hit.startSeconds)} --> ${stamp(Math.max(hit.endSeconds, hit.startSeconds + 0.001))}\n${escaped(clean(hit.path))} (${hit.side}, score ${hit.score.toFixed(3)})`),
  ]);
  return ["WEBVTT", ...blocks].join("\n\n") + "\n";
}

const clean = (text: string): string => text.replaceAll(/[\r\n]+/g, " ").replaceAll("-->", "->");
const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function stamp(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  return `${two(milliseconds / 3600000)}:${two((milliseconds / 60000) % 60)}:${two((milliseconds / 1000) % 60)}.${String(milliseconds % 1000).padStart(3, "0")}`;
}
