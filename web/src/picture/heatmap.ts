import type { ScoreMap } from "../api.ts";
import { colorTable, stepOf, type ColorMapName } from "./colormap.ts";

const CELL_PIXELS = 9; // odd, so that each cell's center is a pixel

/** Scores of two maps of one size, blended: `share` 0 is the first, 1 the second. */
export function blend(first: ScoreMap, second: ScoreMap, share: number): ScoreMap {
  if (share <= 0 || first.scores.length !== second.scores.length) {
    return first;
  }
  return {
    rows: first.rows,
    columns: first.columns,
    scores: first.scores.map((score, i) => score + ((second.scores[i] ?? score) - score) * share),
  };
}

/** Weights of the four cells around a point that lies `t` of the way from the second to the third (Catmull-Rom). */
function weights(t: number): [number, number, number, number] {
  return [
    t * (-0.5 + t * (1 - 0.5 * t)),
    1 + t * t * (-2.5 + 1.5 * t),
    t * (0.5 + t * (2 - 1.5 * t)),
    t * t * (-0.5 + 0.5 * t),
  ];
}

/** A row of `count` numbers, `step` apart, as `count * factor` numbers: through the centers of cells, flat beyond the outermost. */
function stretch(values: Float32Array, start: number, step: number, count: number, factor: number, into: Float32Array, at: number, apart: number): void {
  for (let i = 0; i < count * factor; i++) {
    const place = Math.min(count - 1, Math.max(0, (i + 0.5) / factor - 0.5));
    const cell = Math.min(Math.floor(place), count - 1);
    const parts = weights(place - cell);
    let sum = 0;
    for (let k = 0; k < 4; k++) {
      sum += parts[k]! * values[start + step * Math.min(count - 1, Math.max(0, cell - 1 + k))]!;
    }
    into[at + apart * i] = sum;
  }
}

/** A map on a grid so many times as fine, row by row: exact at the centers of cells, smooth between. */
export function finer(map: ScoreMap, factor: number): Float32Array {
  const { rows, columns } = map;
  const scores = Float32Array.from(map.scores);
  const width = columns * factor;
  const wide = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    stretch(scores, row * columns, 1, columns, factor, wide, row * width, 1);
  }
  const fine = new Float32Array(rows * factor * width);
  for (let x = 0; x < width; x++) {
    stretch(wide, x, width, rows, factor, fine, x, width);
  }
  return fine;
}

/**
 * Paints a map on a canvas that the page stretches over the picture. Scores are interpolated before they are colored, so that
 * colors between cells are colors of the map. What scores low is left clear: the picture is to be seen.
 */
export function paintMap(canvas: HTMLCanvasElement, map: ScoreMap | undefined, colors: ColorMapName): void {
  const context = canvas.getContext("2d");
  if (!context) {
    return;
  }
  if (!map) {
    context.clearRect(0, 0, canvas.width, canvas.height);
    return;
  }
  const width = map.columns * CELL_PIXELS;
  const height = map.rows * CELL_PIXELS;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const table = colorTable(colors);
  const image = context.createImageData(width, height);
  finer(map, CELL_PIXELS).forEach((score, pixel) => {
    const color = 3 * stepOf(score);
    const i = 4 * pixel;
    image.data[i] = table[color]!;
    image.data[i + 1] = table[color + 1]!;
    image.data[i + 2] = table[color + 2]!;
    image.data[i + 3] = 255 * opaqueness(score);
  });
  context.putImageData(image, 0, 0);
}

/** 0 below a score of 0.05, 1 from 0.6 on, smooth between. */
function opaqueness(score: number): number {
  const t = Math.min(1, Math.max(0, (score - 0.05) / 0.55));
  return t * t * (3 - 2 * t);
}
