import { withParameters, type Hit } from "./api.ts";
import { announce, fill, h, type Child } from "./dom.ts";
import { clock, fileName } from "./format.ts";
import { sentence } from "./parts.ts";
import { hover } from "./settings.ts";
import { paintSpectrogram, paintWaveform } from "./sound/draw.ts";
import { HitSound, stopPlaying } from "./sound/hit-sound.ts";

const HOVER_MILLISECONDS = 150;

/** Draws a card's sound when it comes into sight. */
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (entry.isIntersecting) {
      watcher.unobserve(entry.target);
      drawers.get(entry.target)?.();
    }
  }
});
const drawers = new WeakMap<Element, () => void>();

/** One hit: its picture, the waveform and spectrogram of its moment, where it is, how well it goes with the query. */
export class HitCard {
  readonly element: HTMLElement;
  readonly hit: Hit;
  readonly sound: HitSound;
  private readonly marker = h("div", { class: "playhead", hidden: true });
  private readonly face: HTMLButtonElement;
  private readonly trouble = h("p", { class: "card-trouble", role: "status" });
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(hit: Hit, rank: number, ...actions: Child[]) {
    this.hit = hit;
    this.sound = new HitSound(hit);
    const time = hit.kind === "image" ? "" : `${clock(hit.startSeconds)} to ${clock(hit.endSeconds)}`;
    const spoken = `${rank}. ${fileName(hit.path)}, ${hit.kind}${time && `, ${time}`}, score ${hit.score.toFixed(2)}.`;
    const wave = this.sound.there ? h("canvas", { class: "wave", width: 320, height: 40, "aria-hidden": "true" }) : null;
    const spectrum = this.sound.there ? h("canvas", { class: "spectrum", width: 320, height: 64, "aria-hidden": "true" }) : null;
    const picture = hit.links.thumbnail
      ? h("img", { src: withParameters(hit.links.thumbnail, { at: hit.bestSeconds ?? hit.startSeconds }), alt: "", loading: "lazy", decoding: "async" })
      : null;
    picture?.addEventListener("error", () => fill(this.trouble, "The original is not where it was indexed; index its folder again."));
    this.face = h(
      "button",
      { type: "button", class: "card-face", "aria-label": `${spoken} ${this.sound.there ? "Play." : "No sound."}`, onclick: () => this.toggle() },
      picture,
      wave || spectrum ? h("div", { class: "card-sound" }, wave, spectrum, this.marker) : null,
    );
    this.element = h(
      "article",
      { class: `card ${hit.kind}`, "data-id": hit.id },
      this.face,
      h(
        "div",
        { class: "card-words" },
        h("p", { class: "card-name", title: `${hit.folder}/${hit.path}` }, fileName(hit.path)),
        h("p", { class: "card-facts" }, h("span", { class: "number score" }, hit.score.toFixed(3)), ` ${time || hit.kind}`),
        this.trouble,
      ),
      actions.length > 0 ? h("div", { class: "card-actions" }, ...actions) : null,
    );
    if (wave && spectrum) {
      drawers.set(this.element, () => {
        this.sound.samples().then(
          (sound) => {
            paintWaveform(wave, sound);
            paintSpectrogram(spectrum, sound);
            this.element.classList.add("drawn");
          },
          (error: unknown) => fill(this.trouble, sentence(error)),
        );
      });
      watcher.observe(this.element);
      this.face.addEventListener("pointerenter", (event) => {
        if (hover.plays && event.pointerType === "mouse") {
          this.timer = setTimeout(() => this.play(), HOVER_MILLISECONDS);
        }
      });
      this.face.addEventListener("pointerleave", (event) => {
        clearTimeout(this.timer);
        if (hover.plays && event.pointerType === "mouse" && this.sound.playing) {
          stopPlaying();
        }
      });
    }
  }

  focus(): void {
    this.face.focus();
    this.element.scrollIntoView({ block: "nearest" });
  }

  toggle(): void {
    if (this.sound.playing) {
      stopPlaying();
    } else {
      this.play();
    }
  }

  play(): void {
    if (!this.sound.there) {
      return;
    }
    this.element.classList.add("playing");
    this.sound
      .play((share) => {
        this.marker.hidden = !this.sound.playing;
        this.marker.style.left = `${100 * share}%`;
        this.element.classList.toggle("playing", this.sound.playing);
      })
      .catch((error: unknown) => {
        stopPlaying();
        this.element.classList.remove("playing");
        if (error instanceof DOMException && error.name === "NotAllowedError") {
          announce("The browser plays sounds only after a click or a key on the page.");
        } else if (!(error instanceof DOMException)) {
          fill(this.trouble, sentence(error));
        }
      });
  }

  release(): void {
    watcher.unobserve(this.element);
    this.sound.release();
  }
}
