import type { Answer, Problem } from "./api.ts";
import { toPcm } from "./sound/wav.ts";

const HEADER_BYTES = 16;
const FRAME = 1;
const SOUND = 2;
const WAITING_BYTES = 200_000;
const RATE_OVER = 20;
const JPEG_QUALITY = 0.75;

/** Who answers: frames and sound out, answers in. */
export interface LiveLink {
  /** Microseconds of the clock that frames and sound share. */
  now(): number;
  readonly ready: boolean;
  /** As many as are worth offering it. */
  readonly framesPerSecond: number;
  /** Takes a frame; the next when it is done with this one. */
  frame(picture: HTMLCanvasElement, timeMicroseconds: number): Promise<void>;
  /** A piece that has just been recorded. */
  sound(samples: Float32Array, sampleRateHz: number): void;
  close(): void;
}

export interface LiveFigures {
  latencyMilliseconds: number;
  insideMilliseconds: number;
  perSecond: number;
  droppedFrames: number;
}

export interface LinkEvents {
  answer(answer: Answer, visibleFrom: number, figures: LiveFigures): void;
  problem(words: string): void;
  closed(words: string): void;
}

/** How many come in a second, over the last twenty. */
export class Rate {
  private readonly times: number[] = [];

  at(microseconds: number): number {
    this.times.push(microseconds);
    if (this.times.length > RATE_OVER) {
      this.times.shift();
    }
    const over = (microseconds - this.times[0]!) / 1e6;
    return over > 0 ? (this.times.length - 1) / over : 0;
  }
}

type FromServer =
  | { type: "ready"; visibleFrom: number; imageSide?: number }
  | (Answer & { type: "answer"; timeMicroseconds: number; latencyMilliseconds: number; droppedFrames: number })
  | { type: "problem"; problem: Problem };

const CLOSED: Record<number, string> = {
  1001: "The server stops. Start it again, then start the camera again.",
  1008: "The server broke off, since messages were not as it expects them. Load the page again; it may be older than the server.",
  1009: "The server broke off, since a picture was too large for it.",
  1013: "The server has enough to do with others who look live. Try again in a while.",
};

/** Opens the WebSocket /v1/live; resolves when the server is ready for pictures. */
export function connect(on: LinkEvents): Promise<LiveLink> {
  return new Promise((resolve, reject) => {
    const address = new URL("/v1/live", location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    const now = (): number => Math.round(performance.now() * 1000);
    const rate = new Rate();
    let ready = false;
    let visibleFrom = 0.5;
    let wanted = true;
    const link: LiveLink = {
      now,
      get ready() {
        return socket.readyState === WebSocket.OPEN && socket.bufferedAmount < WAITING_BYTES;
      },
      framesPerSecond: 12,
      frame: async (picture, timeMicroseconds) => {
        const jpeg = await new Promise<Blob | null>((packed) => picture.toBlob(packed, "image/jpeg", JPEG_QUALITY));
        if (!jpeg) {
          return;
        }
        const bytes = new Uint8Array(HEADER_BYTES + jpeg.size);
        header(bytes, FRAME, 0, timeMicroseconds);
        bytes.set(new Uint8Array(await jpeg.arrayBuffer()), HEADER_BYTES);
        send(bytes);
      },
      sound: (samples, sampleRateHz) => {
        const bytes = new Uint8Array(HEADER_BYTES + 2 * samples.length);
        header(bytes, SOUND, sampleRateHz, now() - Math.round((samples.length / sampleRateHz) * 1e6));
        toPcm(samples, new DataView(bytes.buffer), HEADER_BYTES);
        send(bytes);
      },
      close: () => {
        wanted = false;
        socket.close(1000);
      },
    };
    const send = (bytes: Uint8Array<ArrayBuffer>): void => {
      if (socket.readyState === WebSocket.OPEN) {
        socket.send(bytes);
      }
    };
    socket.addEventListener("message", (event: MessageEvent<string>) => {
      const message = JSON.parse(event.data) as FromServer;
      if (message.type === "ready") {
        ready = true;
        visibleFrom = message.visibleFrom;
        resolve(link);
      } else if (message.type === "problem") {
        on.problem(message.problem.detail);
      } else {
        const arrived = now();
        on.answer(message, visibleFrom, {
          latencyMilliseconds: (arrived - message.timeMicroseconds) / 1000,
          insideMilliseconds: message.latencyMilliseconds,
          perSecond: rate.at(arrived),
          droppedFrames: message.droppedFrames,
        });
      }
    });
    socket.addEventListener("close", (event) => {
      const words = CLOSED[event.code] ?? "The connection to the server ended. See whether earsight serve still runs, then start again.";
      if (!ready) {
        reject(new Error(words));
      } else if (wanted) {
        on.closed(words);
      }
    });
  });
}

/** 16 bytes, little-endian: kind, samples a second, time in microseconds. */
export function header(bytes: Uint8Array<ArrayBuffer>, kind: number, sampleRateHz: number, timeMicroseconds: number): void {
  const view = new DataView(bytes.buffer);
  view.setUint8(0, kind);
  view.setUint32(4, sampleRateHz, true);
  view.setBigInt64(8, BigInt(timeMicroseconds), true);
}
