import type { ScoreMap } from "../api.ts";

/** What the worker is given first. */
export interface LocalNetwork {
  onnx: ArrayBuffer;
  imageSide: number;
}

/** A picture and the second of sound around it. */
export interface LocalQuestion {
  rgba: Uint8ClampedArray<ArrayBuffer>;
  width: number;
  height: number;
  pcm: Float32Array<ArrayBuffer>;
}

export interface LocalAnswer {
  probability: number;
  map: ScoreMap;
  milliseconds: number;
}

type FromWorker = { ready: true } | LocalAnswer | { failed: string };

/** A network that runs in this browser; one question at a time. */
export class Network {
  private readonly worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });

  /** Starts it; `onnx` is handed over and gone afterwards. */
  static async start(given: LocalNetwork): Promise<Network> {
    const network = new Network();
    try {
      await network.said(given, [given.onnx]);
      return network;
    } catch (error) {
      network.stop();
      throw error;
    }
  }

  /** What it makes of a question, whose arrays are handed over. */
  ask(question: LocalQuestion): Promise<LocalAnswer> {
    return this.said(question, [question.rgba.buffer, question.pcm.buffer]) as Promise<LocalAnswer>;
  }

  stop(): void {
    this.worker.terminate();
  }

  private said(message: LocalNetwork | LocalQuestion, handedOver: Transferable[]): Promise<FromWorker> {
    return new Promise((resolve, reject) => {
      const failed = (reason: string): void => reject(new Error(`The network cannot run in this browser (${reason}). Choose “on this server”.`));
      this.worker.onerror = (event) => failed(event.message || "its program could not be loaded");
      this.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => ("failed" in data ? failed(data.failed) : resolve(data));
      this.worker.postMessage(message, handedOver);
    });
  }
}
