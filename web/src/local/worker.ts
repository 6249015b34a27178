/** Runs the network beside the page, so that drawing never waits for it. First gets the network, then questions. */
import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import type { LocalAnswer, LocalNetwork, LocalQuestion } from "./network.ts";
import { planes } from "./planes.ts";

env.wasm.wasmPaths = { wasm: new URL(wasm, import.meta.url).href };
env.wasm.numThreads = 1; // more would ask for headers that keep the page apart from all others

let session: Promise<InferenceSession> | undefined;
let side = 0;

self.onmessage = async ({ data }: MessageEvent<LocalNetwork | LocalQuestion>) => {
  try {
    if ("onnx" in data) {
      side = data.imageSide;
      session = InferenceSession.create(data.onnx);
      await session;
      self.postMessage({ ready: true });
    } else {
      self.postMessage(await answer(data));
    }
  } catch (error) {
    self.postMessage({ failed: String(error) });
  }
};

async function answer(asked: LocalQuestion): Promise<LocalAnswer> {
  const started = performance.now();
  const given = {
    picture: new Tensor("float32", planes(asked.rgba, asked.width, asked.height, side), [1, 3, side, side]),
    pcm: new Tensor("float32", asked.pcm, [1, asked.pcm.length]),
  };
  const found = await (await session!).run(given, ["probability", "score_map"]);
  const map = found["score_map"]!;
  return {
    probability: (found["probability"]!.data as Float32Array)[0]!,
    map: { rows: map.dims[1]!, columns: map.dims[2]!, scores: Array.from(map.data as Float32Array) },
    milliseconds: performance.now() - started,
  };
}
