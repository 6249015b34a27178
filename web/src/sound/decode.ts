import { decodeWav, type Sound } from "./wav.ts";

/** Files beyond this are not read into memory just to be drawn. */
export const LARGEST_BYTES = 300e6;

/** Any sound the browser can read, mono, 48 kHz; undefined where it cannot, or where the file is too large to hold. */
export async function decodeAny(file: Blob): Promise<Sound | undefined> {
  if (file.size > LARGEST_BYTES) {
    return undefined;
  }
  const buffer = await file.arrayBuffer();
  try {
    const decoded = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(buffer.slice(0));
    const samples = new Float32Array(decoded.length);
    for (let channel = 0; channel < decoded.numberOfChannels; channel++) {
      decoded.getChannelData(channel).forEach((value, i) => (samples[i]! += value / decoded.numberOfChannels));
    }
    return { samples, sampleRateHz: decoded.sampleRate };
  } catch {
    try {
      return decodeWav(buffer);
    } catch {
      return undefined;
    }
  }
}
