import assert from "node:assert/strict";
import { test } from "node:test";
import { load, random } from "./load.mjs";

const { BINS, binOfRow, peaks, spectrogram, transform } = await load("sound/spectrogram.ts");
const { decodeWav, encodeWav } = await load("sound/wav.ts");
const { join, level, repeated } = await load("sound/recording.ts");
const { stretch } = await load("sound/hit-sound.ts");
const { header } = await load("live-link.ts");

for (const seed of [1, 2, 3]) {
  test(`the transform is the discrete Fourier transform, seed ${seed}`, () => {
    const next = random(seed);
    const re = Float64Array.from({ length: 512 }, () => next() - 0.5);
    const im = Float64Array.from({ length: 512 }, () => next() - 0.5);
    const expected = [];
    for (let k = 0; k < 512; k++) {
      let x = 0;
      let y = 0;
      for (let n = 0; n < 512; n++) {
        const angle = (-2 * Math.PI * k * n) / 512;
        x += re[n] * Math.cos(angle) - im[n] * Math.sin(angle);
        y += re[n] * Math.sin(angle) + im[n] * Math.cos(angle);
      }
      expected.push([x, y]);
    }
    transform(re, im);
    expected.forEach(([x, y], k) => {
      assert.ok(Math.abs(re[k] - x) < 1e-9 && Math.abs(im[k] - y) < 1e-9, `bin ${k}`);
    });
  });
}

test("a full-scale sine peaks at ln(120) / 5 in its bin, silence lies at ln(0.001) / 5", () => {
  const hertz = 32 * 93.75;
  const samples = Float32Array.from({ length: 48000 }, (_, i) => Math.sin((2 * Math.PI * hertz * i) / 48000));
  const values = spectrogram(samples, 10);
  const column = values.slice(5 * BINS, 6 * BINS);
  assert.equal(column.indexOf(Math.max(...column)), 32);
  assert.ok(Math.abs(column[32] - Math.log(120) / 5) < 0.002, String(column[32]));
  assert.ok(spectrogram(new Float32Array(48000), 3).every((value) => Math.abs(value - Math.log(0.001) / 5) < 1e-6));
});

test("rows of the picture go from low tones below to the highest on top, evenly in mel", () => {
  assert.ok(binOfRow(0, 100, 48000) < (12000 / 48000) * 512);
  assert.ok(binOfRow(0, 100, 48000) > 120);
  assert.ok(binOfRow(99, 100, 48000) < 1);
  // 1000 Hz is 1000 mel, 12000 Hz 3266.5: row (1 - 1000/3266.5) * 100 - 0.5 = 68.9.
  assert.ok(Math.abs((binOfRow(68.886, 100, 48000) / 512) * 48000 - 1000) < 1);
});

test("peaks are the extremes of each stretch", () => {
  const next = random(5);
  const samples = Float32Array.from({ length: 1003 }, () => 2 * next() - 1);
  const result = peaks(samples, 10);
  for (let column = 0; column < 10; column++) {
    const part = samples.slice(Math.floor((column * 1003) / 10), Math.floor(((column + 1) * 1003) / 10));
    assert.equal(result[2 * column], Math.min(0, ...part));
    assert.equal(result[2 * column + 1], Math.max(0, ...part));
  }
});

test("WAV there and back is exact to 16 bits", () => {
  const next = random(9);
  const samples = Float32Array.from({ length: 777 }, () => 2 * next() - 1);
  const back = decodeWav(encodeWav({ samples, sampleRateHz: 48000 }).buffer);
  assert.equal(back.sampleRateHz, 48000);
  assert.equal(back.samples.length, 777);
  back.samples.forEach((value, i) => assert.ok(Math.abs(value - samples[i]) < 1 / 16000));
});

test("WAV: foreign chunks are passed over, two channels become their mean, a wrong length is cut", () => {
  const bytes = new Uint8Array(12 + 24 + 8 + 3 + 1 + 8 + 8);
  const view = new DataView(bytes.buffer);
  const word = (at, text) => [...text].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  word(0, "RIFF");
  word(8, "WAVE");
  word(12, "fmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, 8000, true);
  view.setUint16(34, 16, true);
  word(36, "LIST");
  view.setUint32(40, 3, true); // odd, so a byte of padding follows
  word(48, "data");
  view.setUint32(52, 4000, true); // more than there is
  [16384, 0, -16384, -16384].forEach((value, i) => view.setInt16(56 + 2 * i, value, true));
  assert.deepEqual([...decodeWav(bytes.buffer).samples], [0.25, -0.5]);
  assert.throws(() => decodeWav(new ArrayBuffer(100)), /no WAV/);
});

test("pieces are joined, levels are root mean squares, short sounds repeat", () => {
  assert.deepEqual([...join([Float32Array.of(1, 2), Float32Array.of(3)])], [1, 2, 3]);
  assert.ok(Math.abs(level(Float32Array.of(0.6, -0.8)) - Math.SQRT1_2) < 1e-6);
  assert.deepEqual([...repeated(Float32Array.of(1, 2), 5)], [1, 2, 1, 2, 1]);
  assert.deepEqual([...repeated(new Float32Array(0), 2)], [0, 0]);
});

test("a hit plays its range, or eight seconds around its best moment", () => {
  assert.deepEqual(stretch({ startSeconds: 2, endSeconds: 4 }), { start: 2, seconds: 2 });
  assert.deepEqual(stretch({ startSeconds: 2, endSeconds: 2 }), { start: 2, seconds: 1 });
  assert.deepEqual(stretch({ startSeconds: 0, endSeconds: 60, bestSeconds: 30 }), { start: 26, seconds: 8 });
  assert.deepEqual(stretch({ startSeconds: 0, endSeconds: 60, bestSeconds: 59 }), { start: 52, seconds: 8 });
});

test("the head of a live message is 16 bytes, little-endian", () => {
  const bytes = new Uint8Array(16);
  header(bytes, 2, 48000, 1_000_000_000_001);
  assert.equal(Buffer.from(bytes).toString("hex"), "0200000080bb0000" + "0110a5d4e8000000");
});

const { LiveSound } = await load("local/live-sound.ts");

test("the second around a frame: the latest there is, silence before what is not there, nothing where nothing is heard", () => {
  const second = 1e6;
  const piece = (value, length) => new Float32Array(length).fill(value);
  const sound = new LiveSound();
  assert.equal(sound.around(0), undefined);
  sound.add(piece(0.25, 24000), 0); // half a second
  const early = sound.around(0.4 * second); // wants up to 0.9 s
  assert.deepEqual([early[0], early[23999], early[24000], early[47999]], [0, 0, 0.25, 0.25]);
  assert.equal(sound.around(1.1 * second), undefined, "too long ago");
  sound.add(piece(0.5, 72000), 0.5 * second); // to 2 s
  const middle = sound.around(0.75 * second); // 0.25 to 1.25 s
  assert.deepEqual([middle[11999], middle[12000], middle[47999]], [0.25, 0.5, 0.5]);
  sound.add(piece(0, 48000), 5 * second); // after a gap
  assert.equal(sound.around(5.5 * second), undefined, "silence");
  assert.equal(sound.around(1 * second), undefined, "forgotten");
});
