import { colorTable, stepOf } from "../picture/colormap.ts";
import { BINS, binOfRow, peaks, spectrogram } from "./spectrogram.ts";
import type { Sound } from "./wav.ts";

const SILENCE = Math.log(0.001) / 5;
const LOUD = 0.8;

/** Fills a canvas with the sound's spectrogram, time to the right, low tones below. */
export function paintSpectrogram(canvas: HTMLCanvasElement, sound: Sound): void {
  const context = canvas.getContext("2d");
  if (!context) {
    return;
  }
  const { width, height } = canvas;
  const values = spectrogram(sound.samples, width);
  const table = colorTable("inferno");
  const image = context.createImageData(width, height);
  for (let y = 0; y < height; y++) {
    const bin = binOfRow(y, height, sound.sampleRateHz);
    const below = Math.min(BINS - 2, Math.floor(bin));
    for (let x = 0; x < width; x++) {
      const first = values[x * BINS + below]!;
      const value = first + (values[x * BINS + below + 1]! - first) * (bin - below);
      const color = 3 * stepOf((value - SILENCE) / (LOUD - SILENCE));
      const at = 4 * (y * width + x);
      image.data[at] = table[color]!;
      image.data[at + 1] = table[color + 1]!;
      image.data[at + 2] = table[color + 2]!;
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
}

/** Fills a canvas with the sound's waveform in the canvas's text color, its loudest sample at the edge. */
export function paintWaveform(canvas: HTMLCanvasElement, sound: Sound): void {
  const context = canvas.getContext("2d");
  if (!context) {
    return;
  }
  const { width, height } = canvas;
  const extremes = peaks(sound.samples, width);
  const loudest = extremes.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  context.clearRect(0, 0, width, height);
  context.fillStyle = getComputedStyle(canvas).color;
  for (let x = 0; x < width; x++) {
    const top = (1 - extremes[2 * x + 1]! / loudest) * (height / 2);
    const bottom = (1 - extremes[2 * x]! / loudest) * (height / 2);
    context.fillRect(x, top, 1, Math.max(1, bottom - top));
  }
}
