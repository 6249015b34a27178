/** Sounds as arrays: `samples` of one channel, -1 to 1. */
export interface Sound {
  samples: Float32Array;
  sampleRateHz: number;
}

/** 16-bit PCM of one channel behind a 44-byte header. */
export function encodeWav(sound: Sound): Uint8Array<ArrayBuffer> {
  const { samples, sampleRateHz } = sound;
  const bytes = new Uint8Array(44 + 2 * samples.length);
  const view = new DataView(bytes.buffer);
  const text = (at: number, word: string): void => {
    for (let i = 0; i < word.length; i++) {
      view.setUint8(at + i, word.charCodeAt(i));
    }
  };
  text(0, "RIFF");
  view.setUint32(4, 36 + 2 * samples.length, true);
  text(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, sampleRateHz, true);
  view.setUint32(28, 2 * sampleRateHz, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, "data");
  view.setUint32(40, 2 * samples.length, true);
  toPcm(samples, view, 44);
  return bytes;
}

/** Writes samples as 16-bit little-endian numbers. */
export function toPcm(samples: Float32Array, view: DataView, offset: number): void {
  for (let i = 0; i < samples.length; i++) {
    view.setInt16(offset + 2 * i, Math.round(32767 * Math.min(1, Math.max(-1, samples[i]!))), true);
  }
}

/** Reads 16-bit PCM; of several channels the mean. Chunks it does not know are passed over. */
export function decodeWav(buffer: ArrayBuffer): Sound {
  const view = new DataView(buffer);
  const word = (at: number): string =>
    String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
  if (buffer.byteLength < 44 || word(0) !== "RIFF" || word(8) !== "WAVE") {
    throw new Error("This is no WAV file.");
  }
  let channels = 0;
  let sampleRateHz = 0;
  for (let at = 12; at + 8 <= buffer.byteLength; ) {
    const size = view.getUint32(at + 4, true);
    if (word(at) === "fmt ") {
      channels = view.getUint16(at + 10, true);
      sampleRateHz = view.getUint32(at + 12, true);
      if (view.getUint16(at + 22, true) !== 16) {
        throw new Error("Only 16-bit WAV files can be drawn.");
      }
    } else if (word(at) === "data" && channels > 0) {
      const frames = Math.floor(Math.min(size, buffer.byteLength - at - 8) / (2 * channels));
      const samples = new Float32Array(frames);
      for (let i = 0; i < frames; i++) {
        let sum = 0;
        for (let channel = 0; channel < channels; channel++) {
          sum += view.getInt16(at + 8 + 2 * (i * channels + channel), true);
        }
        samples[i] = sum / channels / 32768;
      }
      return { samples, sampleRateHz };
    }
    at += 8 + size + (size & 1);
  }
  throw new Error("This WAV file holds no sound.");
}
