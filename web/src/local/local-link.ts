import { fetchBytes, modelOf, type Answer } from "../api.ts";
import { Rate, type LinkEvents, type LiveLink } from "../live-link.ts";
import { sentence } from "../parts.ts";
import { LiveSound } from "./live-sound.ts";
import { Network } from "./network.ts";

/**
 * As `connect`, but the answers come from the network itself, here: it is fetched from the server once, picture and sound stay. Boxes are
 * the server's alone.
 */
export async function connectHere(on: LinkEvents): Promise<LiveLink> {
  const described = (await modelOf()).networks.find((one) => one.role === "localize");
  const { imageSide, frames = 1, flowFields = 0 } = described?.sizes ?? {};
  if (!imageSide || frames > 1 || flowFields > 0) {
    throw new Error("This server's network looks at how things move, which a browser does not show it. Choose “on this server”.");
  }
  const network = await Network.start({ onnx: await fetchBytes("/v1/model/onnx"), imageSide });
  const visibleFrom = described?.visibleFrom ?? 0.5;
  const heard = new LiveSound();
  const rate = new Rate();
  const now = (): number => Math.round(performance.now() * 1000);
  return {
    now,
    framesPerSecond: 50, // more than cameras give, so that the network hardly waits for the next
    ready: true,
    frame: async (picture, timeMicroseconds) => {
      const pcm = heard.around(timeMicroseconds);
      const image = picture.getContext("2d")?.getImageData(0, 0, picture.width, picture.height);
      let answer: Answer = { heard: false };
      let milliseconds = 0;
      if (pcm && image) {
        try {
          const found = await network.ask({ rgba: image.data, width: image.width, height: image.height, pcm });
          milliseconds = found.milliseconds;
          answer = { heard: true, visible: found.probability >= visibleFrom, probability: found.probability, map: found.map };
        } catch (error) {
          on.closed(sentence(error) ?? "");
          return;
        }
      }
      const arrived = now();
      on.answer(answer, visibleFrom, { latencyMilliseconds: (arrived - timeMicroseconds) / 1000, insideMilliseconds: milliseconds, perSecond: rate.at(arrived), droppedFrames: 0 });
    },
    sound: (samples, sampleRateHz) => heard.add(samples, now() - Math.round((samples.length / sampleRateHz) * 1e6)),
    close: () => network.stop(),
  };
}
