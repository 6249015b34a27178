/**
 * Colors for scores: 17 points of each map, 0 to 1, straight lines between them. Viridis and inferno are by van der Walt and Smith
 * (matplotlib, public domain), turbo is by Anton Mikhailov (Google, Apache-2.0).
 */

export const COLOR_MAPS = ["inferno", "viridis", "turbo", "gray"] as const;
export type ColorMapName = (typeof COLOR_MAPS)[number];

const POINTS: Record<ColorMapName, string> = {
  inferno: "000004 0b0724 210c4a 3d0965 57106e 71196e 8a226a a32c61 bc3754 d24644 e45a31 f1731d f98e09 fcac11 f9cb35 f2ea69 fcffa4",
  viridis: "440154 48186a 472d7b 424086 3b528b 33638d 2c728e 26828e 21918c 1fa088 28ae80 3fbc73 5ec962 84d44b addc30 d8e219 fde725",
  turbo: "30123b 4040a2 466be3 4294ff 28bceb 18ddc2 32f298 6dfe62 a4fc3c cdec34 eecf3a fdac34 fb7e21 eb500e d02f05 a91601 7a0403",
  gray: "000000 ffffff",
};

const STEPS = 256;
const tables = new Map<ColorMapName, Uint8Array>();

/** 256 colors, three bytes each: red, green, blue. */
export function colorTable(name: ColorMapName): Uint8Array {
  let table = tables.get(name);
  if (!table) {
    const points = POINTS[name].split(" ").map((hex) => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16)));
    table = new Uint8Array(3 * STEPS);
    for (let step = 0; step < STEPS; step++) {
      const place = (step / (STEPS - 1)) * (points.length - 1);
      const below = Math.min(Math.floor(place), points.length - 2);
      for (let channel = 0; channel < 3; channel++) {
        const from = points[below]![channel]!;
        const to = points[below + 1]![channel]!;
        table[3 * step + channel] = Math.round(from + (to - from) * (place - below));
      }
    }
    tables.set(name, table);
  }
  return table;
}

/** Index into the table of a score; what is outside 0 to 1 takes the nearest end. */
export const stepOf = (score: number): number => Math.round(Math.min(1, Math.max(0, score)) * (STEPS - 1));
