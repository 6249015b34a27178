import type { Localization, Moment, Rectangle } from "../../api.ts";
import { fill, h } from "../../dom.ts";
import { blend } from "../../picture/heatmap.ts";
import { MapLayer } from "../../picture/map-layer.ts";
import type { Source } from "../../source.ts";
import { momentIndex } from "../../timeline.ts";

const CLICK_REACH = 0.15;

/** The picture or video with the map over it, in step; clicking or drawing a rectangle asks about what is there. */
export class Stage {
  readonly layer: MapLayer;
  private readonly frame: HTMLElement;
  private readonly selection = h("div", { class: "selection", hidden: true });
  private readonly onTime: (seconds: number, moment: Moment | undefined) => void;
  private readonly onUnplayable: () => void;
  private media: HTMLMediaElement | undefined;
  private picture: HTMLVideoElement | HTMLImageElement | undefined;
  private follower: HTMLAudioElement | undefined;
  private answer: Localization | undefined;
  private ticking = false;

  constructor(
    frame: HTMLElement,
    asked: (box: Rectangle) => void,
    onTime: (seconds: number, moment: Moment | undefined) => void,
    onUnplayable: () => void,
  ) {
    this.frame = frame;
    this.onTime = onTime;
    this.onUnplayable = onUnplayable;
    this.layer = new MapLayer(asked);
    this.drawRectangles(asked);
  }

  /** Puts a picture or video there, with a sound of its own or another; done when its length is known, or never will be. */
  load(picture: Source, sound: Source | undefined): Promise<void> {
    this.pause();
    this.answer = undefined;
    this.follower = undefined;
    if (picture.kind === "video") {
      const video = h("video", { src: picture.url, playsinline: true, preload: "auto", "aria-label": picture.name });
      video.muted = sound !== undefined;
      video.addEventListener("error", () => video === this.picture && this.onUnplayable());
      if (sound) {
        this.follower = h("audio", { src: sound.url, preload: "auto" });
      }
      this.picture = video;
      this.media = video;
      if (picture.at !== undefined) {
        const start = picture.at;
        video.addEventListener("loadedmetadata", () => (video.currentTime = start), { once: true });
      }
    } else {
      this.picture = h("img", { src: picture.url, alt: picture.name });
      this.media = sound && h("audio", { src: sound.url, preload: "auto" });
    }
    this.listen();
    const size = (): void => {
      const element = this.picture;
      const width = element instanceof HTMLVideoElement ? element.videoWidth : (element?.naturalWidth ?? 0);
      const height = element instanceof HTMLVideoElement ? element.videoHeight : (element?.naturalHeight ?? 0);
      if (width > 0) {
        this.frame.style.setProperty("--ratio", String(width / height));
      }
    };
    this.picture.addEventListener("loadedmetadata", size);
    this.picture.addEventListener("load", size);
    this.layer.show(undefined, undefined);
    fill(this.frame, this.picture, this.layer.heat, this.layer.boxes, this.selection);
    const media = this.media;
    return new Promise((resolve) => {
      if (!media) {
        resolve();
        return;
      }
      media.addEventListener("loadedmetadata", () => resolve(), { once: true });
      media.addEventListener("error", () => resolve(), { once: true });
    });
  }

  show(answer: Localization): void {
    this.answer = answer;
    if (answer.width && answer.height) {
      this.frame.style.setProperty("--ratio", String(answer.width / answer.height));
    }
    this.tick();
  }

  get seconds(): number {
    return this.media?.currentTime ?? 0;
  }

  get durationSeconds(): number {
    const known = this.media?.duration;
    return known !== undefined && Number.isFinite(known) ? known : (this.answer?.durationSeconds ?? 0);
  }

  get playing(): boolean {
    return this.media !== undefined && !this.media.paused && !this.media.ended;
  }

  async toggle(): Promise<void> {
    if (this.playing) {
      this.pause();
    } else {
      await this.media?.play();
    }
  }

  pause(): void {
    this.media?.pause();
    this.follower?.pause();
  }

  seek(seconds: number): void {
    if (this.media) {
      this.media.currentTime = Math.min(seconds, Math.max(0, this.durationSeconds - 0.01));
      this.tick();
    }
  }

  /** The picture in sight as JPEG, at its own size. */
  async snapshot(): Promise<Blob> {
    const picture = this.picture;
    if (!picture) {
      throw new Error("There is no picture yet.");
    }
    const canvas = h("canvas");
    canvas.width = picture instanceof HTMLVideoElement ? picture.videoWidth : picture.naturalWidth;
    canvas.height = picture instanceof HTMLVideoElement ? picture.videoHeight : picture.naturalHeight;
    canvas.getContext("2d")?.drawImage(picture, 0, 0);
    return new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("The browser could not copy the picture."))), "image/jpeg", 0.92),
    );
  }

  /** Marks a rectangle, or none. */
  select(box: Rectangle | undefined): void {
    this.selection.hidden = box === undefined;
    if (box) {
      this.selection.style.left = `${100 * box.x0}%`;
      this.selection.style.top = `${100 * box.y0}%`;
      this.selection.style.width = `${100 * (box.x1 - box.x0)}%`;
      this.selection.style.height = `${100 * (box.y1 - box.y0)}%`;
    }
  }

  /** The map and boxes of the time it is now. */
  tick(): void {
    const moments = this.answer?.moments ?? [];
    const seconds = this.seconds;
    const index = momentIndex(moments, seconds);
    const moment = moments[index];
    const next = moments[index + 1];
    if (moment?.map && next?.map) {
      const share = Math.min(1, Math.max(0, (seconds - moment.seconds) / (next.seconds - moment.seconds)));
      const nearer = share > 0.5 ? next : moment;
      this.layer.show(blend(moment.map, next.map, share), nearer);
      this.onTime(seconds, nearer);
    } else {
      this.layer.show(moment?.map, moment);
      this.onTime(seconds, moment);
    }
  }

  private listen(): void {
    const media = this.media;
    if (!media) {
      return;
    }
    const keepUp = (): void => {
      const follower = this.follower;
      if (follower && Math.abs(follower.currentTime - media.currentTime) > 0.08) {
        follower.currentTime = media.currentTime;
      }
    };
    const loop = (): void => {
      if (media !== this.media) {
        return;
      }
      this.tick();
      if (this.playing) {
        this.nextFrame(loop);
      } else {
        this.ticking = false;
      }
    };
    media.addEventListener("play", () => {
      keepUp();
      this.follower?.play().catch(() => undefined);
      if (!this.ticking) {
        this.ticking = true;
        this.nextFrame(loop);
      }
    });
    media.addEventListener("pause", () => this.follower?.pause());
    for (const event of ["seeked", "pause", "ended", "loadeddata", "durationchange"]) {
      media.addEventListener(event, () => media === this.media && this.tick());
    }
    media.addEventListener("seeked", keepUp);
    media.addEventListener("timeupdate", keepUp);
    this.ticking = false;
  }

  /** In step with the video's own frames where the browser tells of them. */
  private nextFrame(work: () => void): void {
    if (this.media instanceof HTMLVideoElement && "requestVideoFrameCallback" in this.media && !document.hidden) {
      let done = false;
      const once = (): void => {
        if (!done) {
          done = true;
          work();
        }
      };
      this.media.requestVideoFrameCallback(once);
      this.media.addEventListener("pause", once, { once: true });
    } else {
      requestAnimationFrame(work);
    }
  }

  private drawRectangles(asked: (box: Rectangle) => void): void {
    let start: { x: number; y: number } | undefined;
    const place = (event: PointerEvent): { x: number; y: number } => {
      const bounds = this.frame.getBoundingClientRect();
      const within = (value: number): number => Math.min(1, Math.max(0, value));
      return { x: within((event.clientX - bounds.left) / bounds.width), y: within((event.clientY - bounds.top) / bounds.height) };
    };
    const between = (a: { x: number; y: number }, b: { x: number; y: number }): Rectangle => ({
      x0: Math.min(a.x, b.x),
      y0: Math.min(a.y, b.y),
      x1: Math.max(a.x, b.x),
      y1: Math.max(a.y, b.y),
    });
    this.frame.addEventListener("pointerdown", (event) => {
      if (this.picture && event.button === 0 && !(event.target as Element).closest("button")) {
        start = place(event);
        this.frame.setPointerCapture(event.pointerId);
      }
    });
    this.frame.addEventListener("pointermove", (event) => {
      if (start) {
        this.select(between(start, place(event)));
      }
    });
    this.frame.addEventListener("pointerup", (event) => {
      if (!start) {
        return;
      }
      const end = place(event);
      const box = between(start, end);
      start = undefined;
      const drawn = box.x1 - box.x0 > 0.03 && box.y1 - box.y0 > 0.03;
      asked(
        drawn
          ? box
          : between(
              { x: Math.max(0, end.x - CLICK_REACH), y: Math.max(0, end.y - CLICK_REACH) },
              { x: Math.min(1, end.x + CLICK_REACH), y: Math.min(1, end.y + CLICK_REACH) },
            ),
      );
    });
    this.frame.addEventListener("pointercancel", () => {
      start = undefined;
      this.select(undefined);
    });
  }
}
