import { svg } from "./dom.ts";
import { ticks } from "./ticks.ts";

export interface Line {
  name: string;
  /** x and y; in order of x. */
  points: [number, number][];
  kind: "training" | "validation";
}

// In a narrow window fewer units across make larger letters.
const WIDTH = innerWidth < 720 ? 340 : 420;
const HEIGHT = innerWidth < 720 ? 210 : 230;
const LEFT = 46;
const RIGHT = 12;
const TOP = 14;
const BOTTOM = 36;

/** Lines over a common axis, with a level of comparison (chance) where there is one. */
export function lineChart(title: string, lines: Line[], xName: string, show: (value: number) => string, level?: { name: string; value: number }): SVGSVGElement {
  const points = lines.flatMap((line) => line.points);
  const values = [...points.map(([, y]) => y), ...(level ? [level.value] : [])];
  const xs = points.map(([x]) => x);
  const span = { x0: Math.min(...xs), x1: Math.max(...xs), y0: Math.min(...values), y1: Math.max(...values) };
  const room = (span.y1 - span.y0 || 1) * 0.06;
  const x = (value: number): number => LEFT + ((value - span.x0) / (span.x1 - span.x0 || 1)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - ((value - span.y0 + room) / (span.y1 - span.y0 + 2 * room || 1)) * (HEIGHT - TOP - BOTTOM);
  const last = lines.map((line) => `${line.name} ends at ${show(line.points.at(-1)?.[1] ?? 0)}`).join(", ");
  return svg(
    "svg",
    { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${title}: ${last}.` },
    ...ticks(span.y0, span.y1).map((value) =>
      svg("g", {}, svg("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }), svg("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, show(value))),
    ),
    ...ticks(span.x0, span.x1, 5).map((value) => svg("text", { x: x(value), y: HEIGHT - 14, "text-anchor": x(value) > WIDTH - 24 ? "end" : "middle" }, value.toLocaleString("en-US"))),
    svg("text", { x: LEFT - 8, y: HEIGHT - 14, "text-anchor": "end" }, xName),
    level ? svg("line", { class: "level", x1: LEFT, x2: WIDTH - RIGHT, y1: y(level.value), y2: y(level.value) }) : null,
    level ? svg("text", { x: WIDTH - RIGHT, y: y(level.value) - 5, "text-anchor": "end" }, level.name) : null,
    ...lines.map((line) => svg("polyline", { class: line.kind, points: line.points.map(([px, py]) => `${x(px).toFixed(1)},${y(py).toFixed(1)}`).join(" ") })),
    ...lines
      .filter((line) => line.kind === "validation")
      .flatMap((line) => line.points.map(([px, py]) => svg("circle", { class: line.kind, cx: x(px).toFixed(1), cy: y(py).toFixed(1), r: 2.5 }))),
  );
}
