import { fetchBytes, withParameters, type Hit } from "../api.ts";
import { h } from "../dom.ts";
import { decodeWav, type Sound } from "./wav.ts";

const LONGEST_SECONDS = 8;
const SHORTEST_SECONDS = 1;
const AT_ONCE = 3;

/** Which stretch of the file a hit plays: all of it where it is short, else what is around its best moment. */
export function stretch(hit: Hit): { start: number; seconds: number } {
  const length = hit.endSeconds - hit.startSeconds;
  if (length <= LONGEST_SECONDS) {
    return { start: hit.startSeconds, seconds: Math.max(SHORTEST_SECONDS, length) };
  }
  const best = hit.bestSeconds ?? hit.startSeconds;
  const start = Math.min(Math.max(hit.startSeconds, best - LONGEST_SECONDS / 2), hit.endSeconds - LONGEST_SECONDS);
  return { start, seconds: LONGEST_SECONDS };
}

let running = 0;
const waiting: (() => void)[] = [];

/** The server decodes a few sounds at once; the others of a list wait here instead of in its queue. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** The sound of a hit: fetched once, to be drawn and to be played. */
export class HitSound {
  private readonly hit: Hit;
  private bytes: Promise<ArrayBuffer> | undefined;
  private audio: HTMLAudioElement | undefined;

  constructor(hit: Hit) {
    this.hit = hit;
  }

  get there(): boolean {
    return this.hit.links.sound !== undefined;
  }

  async samples(): Promise<Sound> {
    return decodeWav(await this.wav());
  }

  /** Plays from the start and tells the share that is over, 0 to 1, until it ends or something else plays. */
  async play(over: (share: number) => void): Promise<void> {
    stopPlaying();
    const ticket = {};
    turn = ticket;
    if (!this.audio) {
      const url = URL.createObjectURL(new Blob([await this.wav()], { type: "audio/wav" }));
      this.audio = h("audio", { src: url });
    }
    if (turn !== ticket) {
      return; // something else was started while this was fetched
    }
    const audio = this.audio;
    playing = { audio, end: () => over(0) };
    audio.currentTime = 0;
    const tick = (): void => {
      if (playing?.audio === audio) {
        if (audio.ended) {
          stopPlaying();
        } else {
          over(audio.duration > 0 ? audio.currentTime / audio.duration : 0);
          requestAnimationFrame(tick);
        }
      }
    };
    await audio.play();
    tick();
  }

  get playing(): boolean {
    return this.audio !== undefined && playing?.audio === this.audio;
  }

  /** Frees what is held of the sound. */
  release(): void {
    if (this.playing) {
      stopPlaying();
    }
    if (this.audio) {
      URL.revokeObjectURL(this.audio.src);
    }
  }

  private wav(): Promise<ArrayBuffer> {
    const link = this.hit.links.sound;
    if (!link) {
      return Promise.reject(new Error(`${this.hit.path} has no sound.`));
    }
    this.bytes ??= inTurn(() => fetchBytes(withParameters(link, stretch(this.hit)))).catch((error: unknown) => {
      this.bytes = undefined;
      throw error;
    });
    return this.bytes;
  }
}

let playing: { audio: HTMLAudioElement; end: () => void } | undefined;
let turn: object | undefined;

/** One sound at a time: ends whatever plays. */
export function stopPlaying(): void {
  turn = undefined;
  const last = playing;
  playing = undefined;
  last?.audio.pause();
  last?.end();
}
