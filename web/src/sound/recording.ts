/** The microphone, heard piece by piece. */
export interface Microphone {
  sampleRateHz: number;
  stop(): void;
}

/** Opens the microphone of a stream; `piece` gets about 40 ms at a time. */
export async function listenTo(stream: MediaStream, piece: (samples: Float32Array) => void): Promise<Microphone> {
  const context = new AudioContext({ sampleRate: 48000 });
  try {
    await context.audioWorklet.addModule(new URL("recorder.js", document.baseURI));
  } catch (error) {
    await context.close();
    throw error;
  }
  const recorder = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 1 });
  recorder.port.onmessage = (event: MessageEvent<Float32Array>) => piece(event.data);
  context.createMediaStreamSource(stream).connect(recorder);
  const silent = new GainNode(context, { gain: 0 });
  recorder.connect(silent).connect(context.destination); // a graph without an end is not run by every browser
  await context.resume();
  return {
    sampleRateHz: context.sampleRate,
    stop: () => {
      recorder.port.onmessage = null;
      for (const track of stream.getTracks()) {
        track.stop();
      }
      context.close().catch(() => undefined);
    },
  };
}

/** Asks for camera or microphone; what is refused is explained. Sound is taken as it is, without what is made for calls. */
export async function openDevices(camera: boolean): Promise<MediaStream> {
  if (!navigator.mediaDevices) {
    throw new Error("The browser gives camera and microphone only to pages of this machine (127.0.0.1) or over HTTPS. Open the page there.");
  }
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      video: camera ? { width: { ideal: 640 }, height: { ideal: 480 } } : false,
    });
  } catch (error) {
    const name = error instanceof DOMException ? error.name : "";
    const what = camera ? "camera and microphone" : "the microphone";
    if (name === "NotAllowedError") {
      throw new Error(`The browser was not allowed to use ${what}. Allow it beside the address of the page, then try again.`);
    }
    if (name === "NotFoundError") {
      throw new Error(`The browser finds no ${camera ? "camera or no microphone" : "microphone"}. Connect one, then try again.`);
    }
    throw new Error(`The browser could not open ${what}. Another program may be using it; close that, then try again.`);
  }
}

/** Root mean square of a piece, 0 to 1. */
export function level(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / Math.max(1, samples.length));
}

/** Pieces as one array. */
export function join(pieces: Float32Array[]): Float32Array {
  const result = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    result.set(piece, at);
    at += piece.length;
  }
  return result;
}

/** A sound played again and again until it is so long. */
export function repeated(samples: Float32Array, length: number): Float32Array {
  return samples.length === 0 ? new Float32Array(length) : Float32Array.from({ length }, (_, i) => samples[i % samples.length]!);
}
