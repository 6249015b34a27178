/**
 * Sound as the network sees it: Hann windows of 480 samples at 48 kHz, padded to 512, ln(max(|S|, 0.001)) / 5. The page draws
 * it on a mel axis, where what people hear has room.
 */

export const WINDOW_SAMPLES = 480;
export const TRANSFORM_SAMPLES = 512;
export const BINS = TRANSFORM_SAMPLES / 2 + 1;

const HANN = Float32Array.from({ length: WINDOW_SAMPLES }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / WINDOW_SAMPLES));
const COSINE = Float64Array.from({ length: TRANSFORM_SAMPLES / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / TRANSFORM_SAMPLES));
const SINE = Float64Array.from({ length: TRANSFORM_SAMPLES / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / TRANSFORM_SAMPLES));

/** In-place discrete Fourier transform of 512 complex numbers (radix 2). */
export function transform(re: Float64Array, im: Float64Array): void {
  const n = TRANSFORM_SAMPLES;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) {
      j ^= bit;
    }
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  for (let length = 2; length <= n; length *= 2) {
    const half = length / 2;
    const turn = n / length;
    for (let block = 0; block < n; block += length) {
      for (let k = 0; k < half; k++) {
        const c = COSINE[k * turn]!;
        const s = SINE[k * turn]!;
        const low = block + k;
        const high = low + half;
        const x = re[high]! * c - im[high]! * s;
        const y = re[high]! * s + im[high]! * c;
        re[high] = re[low]! - x;
        im[high] = im[low]! - y;
        re[low] = re[low]! + x;
        im[low] = im[low]! + y;
      }
    }
  }
}

/** `columns` spectra evenly over the sound, column-major: value of bin b in column c is at `c * 257 + b`. */
export function spectrogram(samples: Float32Array, columns: number): Float32Array {
  const values = new Float32Array(columns * BINS);
  const re = new Float64Array(TRANSFORM_SAMPLES);
  const im = new Float64Array(TRANSFORM_SAMPLES);
  for (let column = 0; column < columns; column++) {
    const start = Math.round(((column + 0.5) / columns) * samples.length - WINDOW_SAMPLES / 2);
    re.fill(0);
    im.fill(0);
    for (let n = 0; n < WINDOW_SAMPLES; n++) {
      re[n] = (samples[start + n] ?? 0) * HANN[n]!;
    }
    transform(re, im);
    for (let bin = 0; bin < BINS; bin++) {
      values[column * BINS + bin] = Math.log(Math.max(Math.hypot(re[bin]!, im[bin]!), 0.001)) / 5;
    }
  }
  return values;
}

const mel = (hertz: number): number => 2595 * Math.log10(1 + hertz / 700);
const hertzOf = (mels: number): number => 700 * (10 ** (mels / 2595) - 1);

/** The bin (with fraction) shown in a row, row 0 on top, from `highestHertz` down to 0. */
export function binOfRow(row: number, rows: number, sampleRateHz: number, highestHertz = 12000): number {
  const hertz = hertzOf(mel(Math.min(highestHertz, sampleRateHz / 2)) * (1 - (row + 0.5) / rows));
  return (hertz / sampleRateHz) * TRANSFORM_SAMPLES;
}

/** Lowest and highest sample of each of `columns` equal stretches: low at `2 c`, high at `2 c + 1`. */
export function peaks(samples: Float32Array, columns: number): Float32Array {
  const result = new Float32Array(2 * columns);
  for (let column = 0; column < columns; column++) {
    const start = Math.floor((column * samples.length) / columns);
    const end = Math.max(start + 1, Math.floor(((column + 1) * samples.length) / columns));
    let low = 0;
    let high = 0;
    for (let i = start; i < end && i < samples.length; i++) {
      low = Math.min(low, samples[i]!);
      high = Math.max(high, samples[i]!);
    }
    result[2 * column] = low;
    result[2 * column + 1] = high;
  }
  return result;
}
