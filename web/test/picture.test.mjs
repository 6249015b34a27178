import assert from "node:assert/strict";
import { test } from "node:test";
import { load, random } from "./load.mjs";

const { colorTable, stepOf, COLOR_MAPS } = await load("picture/colormap.ts");
const { blend, finer } = await load("picture/heatmap.ts");

// matplotlib's colors at 3/32, 13/32 and 27/32: between the points that the table is made of.
const BETWEEN = {
  inferno: ["150b37", "972766", "fbbc21"],
  viridis: ["482374", "297a8e", "98d83e"],
  turbo: ["4456c7", "4ef97d", "df3f08"],
};

for (const [name, colors] of Object.entries(BETWEEN)) {
  test(`${name} is the published map, between its points, too`, () => {
    const table = colorTable(name);
    [3 / 32, 13 / 32, 27 / 32].forEach((score, i) => {
      for (let channel = 0; channel < 3; channel++) {
        const expected = parseInt(colors[i].slice(2 * channel, 2 * channel + 2), 16);
        const off = Math.abs(table[3 * stepOf(score) + channel] - expected);
        assert.ok(off <= 5, `${name} at ${score}, channel ${channel}: ${off} off`);
      }
    });
  });
}

test("scores beyond 0 and 1 take the nearest color", () => {
  assert.equal(stepOf(-3), 0);
  assert.equal(stepOf(7), 255);
  for (const name of COLOR_MAPS) {
    assert.equal(colorTable(name).length, 768);
  }
  assert.deepEqual([...colorTable("gray").slice(-3)], [255, 255, 255]);
});

test("a finer map is exact at the centers of cells and flat where the map is", () => {
  const next = random(7);
  const rows = 5;
  const columns = 7;
  const factor = 9;
  const scores = Array.from({ length: rows * columns }, next);
  const fine = finer({ rows, columns, scores }, factor);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = fine[(row * factor + 4) * columns * factor + column * factor + 4];
      assert.ok(Math.abs(value - scores[row * columns + column]) < 1e-6);
    }
  }
  const flat = finer({ rows, columns, scores: scores.map(() => 0.3) }, factor);
  assert.ok(flat.every((value) => Math.abs(value - 0.3) < 1e-6));
});

test("a finer map follows a slope", () => {
  const fine = finer({ rows: 1, columns: 6, scores: [0, 1, 2, 3, 4, 5] }, 9);
  for (let x = 9 + 4; x < 4 * 9 + 4; x++) {
    assert.ok(Math.abs(fine[x] - ((x + 0.5) / 9 - 0.5)) < 1e-5, `at ${x}: ${fine[x]}`);
  }
});

test("blending is linear and leaves maps of different sizes alone", () => {
  const a = { rows: 1, columns: 2, scores: [0, 1] };
  const b = { rows: 1, columns: 2, scores: [1, 0] };
  assert.deepEqual(blend(a, b, 0.25).scores, [0.25, 0.75]);
  assert.equal(blend(a, { rows: 1, columns: 1, scores: [9] }, 0.5), a);
});

const { planes, taps } = await load("local/planes.ts");

test("a picture for the network: bilinear to the half, beyond that the mean of what a pixel covers", () => {
  assert.deepEqual(taps(4, 2), [[[0, 0.5], [1, 0.5]], [[2, 0.5], [3, 0.5]]]);
  assert.deepEqual(taps(2, 4).map((of) => of.map(([pixel, share]) => pixel * share).reduce((sum, value) => sum + value, 0)), [0, 0.25, 0.75, 1]);
  assert.deepEqual(taps(5, 2), [[[0, 0.4], [1, 0.4], [2, 0.2]], [[2, 0.2], [3, 0.4], [4, 0.4]]]);
  assert.deepEqual(taps(1, 2), [[[0, 1]], [[0, 1]]]);
  // 6 x 1 pixels, red rising, to 2 x 2: means of three, each row the same.
  const rgba = Uint8ClampedArray.from([0, 51, 102, 153, 204, 255].flatMap((red) => [red, 255, 0, 255]));
  const close = [-0.6, 0.6, -0.6, 0.6, 1, 1, 1, 1, -1, -1, -1, -1];
  planes(rgba, 6, 1, 2).forEach((value, i) => assert.ok(Math.abs(value - close[i]) < 1e-6, `${i}: ${value}`));
});
