import type { Moment } from "../../api.ts";
import { fill, h, THEME_CHANGE } from "../../dom.ts";
import { clock, percent } from "../../format.ts";
import { peaks } from "../../sound/spectrogram.ts";
import type { Sound } from "../../sound/wav.ts";
import { momentIndex, segments, shares, stateOf, type Segment, type State } from "../../timeline.ts";

const WORDS: Record<State, string> = {
  visible: "Something in sight sounds",
  unseen: "Heard, but not in sight",
  quiet: "Nothing is heard",
};

/** The time-line: waveform, the probability over time, and below it which stretches sound in sight, out of sight, not at all. */
export class Scrubber {
  readonly element: HTMLElement;
  parts: Segment[] = [];
  private readonly canvas = h("canvas", { "aria-hidden": "true" });
  private readonly slider: HTMLElement;
  private readonly head = h("div", { class: "playhead" });
  private readonly legend = h("ul", { class: "legend" });
  private moments: Moment[] = [];
  private visibleFrom = 0.5;
  private duration = 0;
  private sound: Sound | undefined;

  constructor(seek: (seconds: number) => void) {
    this.slider = h(
      "div",
      { class: "scrubber", role: "slider", tabindex: 0, "aria-label": "Time", "aria-valuemin": 0, "aria-valuenow": 0, "aria-valuemax": 0 },
      this.canvas,
      this.head,
    );
    const at = (event: PointerEvent): number => {
      const place = this.slider.getBoundingClientRect();
      return Math.min(1, Math.max(0, (event.clientX - place.left) / place.width)) * this.duration;
    };
    this.slider.addEventListener("pointerdown", (event) => {
      this.slider.setPointerCapture(event.pointerId);
      seek(at(event));
    });
    this.slider.addEventListener("pointermove", (event) => {
      if (this.slider.hasPointerCapture(event.pointerId)) {
        seek(at(event));
      }
    });
    this.slider.addEventListener("keydown", (event) => {
      const now = Number(this.slider.getAttribute("aria-valuenow"));
      const steps: Record<string, number> = { ArrowLeft: -0.2, ArrowRight: 0.2, ArrowDown: -1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
      const to = event.key === "Home" ? 0 : event.key === "End" ? this.duration : now + (steps[event.key] ?? Number.NaN);
      if (Number.isFinite(to)) {
        event.preventDefault();
        event.stopPropagation();
        seek(Math.min(this.duration, Math.max(0, to)));
      }
    });
    new ResizeObserver(() => this.paint()).observe(this.slider);
    addEventListener(THEME_CHANGE, () => this.paint());
    this.element = h("div", { class: "timeline" }, this.slider, this.legend);
  }

  show(moments: Moment[], visibleFrom: number, durationSeconds: number): void {
    this.moments = moments;
    this.visibleFrom = visibleFrom;
    this.duration = durationSeconds;
    this.parts = segments(moments, durationSeconds);
    this.slider.setAttribute("aria-valuemax", durationSeconds.toFixed(1));
    const part = shares(this.parts);
    fill(
      this.legend,
      ...(["visible", "unseen", "quiet"] as const).map((state) =>
        h("li", { class: `legend-${state}` }, `${WORDS[state]} `, h("span", { class: "number" }, percent(part[state]))),
      ),
    );
    this.legend.hidden = moments.length === 0;
    this.paint();
  }

  /** What is heard, to be drawn; undefined where it is not known. */
  hear(sound: Sound | undefined): void {
    this.sound = sound;
    this.paint();
  }

  at(seconds: number): void {
    this.head.style.left = `${this.duration > 0 ? (100 * Math.min(seconds, this.duration)) / this.duration : 0}%`;
    const moment = this.moments[momentIndex(this.moments, seconds)];
    this.slider.setAttribute("aria-valuenow", seconds.toFixed(1));
    this.slider.setAttribute("aria-valuetext", `${clock(seconds)} of ${clock(this.duration)}${moment ? `: ${WORDS[stateOf(moment)]}` : ""}`);
  }

  paint(): void {
    const width = Math.round(this.slider.clientWidth * devicePixelRatio);
    const height = Math.round(this.slider.clientHeight * devicePixelRatio);
    const context = this.canvas.getContext("2d");
    if (!context || width === 0 || this.duration <= 0) {
      return;
    }
    this.canvas.width = width;
    this.canvas.height = height;
    const style = getComputedStyle(this.slider);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const x = (seconds: number): number => (seconds / this.duration) * width;
    const band = Math.round(12 * devicePixelRatio);
    const plot = height - band - 2 * devicePixelRatio;
    if (this.sound) {
      this.waveform(context, color("--wave"), width, plot);
    }
    this.probability(context, color("--accent"), color("--line-strong"), x, plot);
    for (const part of this.parts) {
      const left = x(part.startSeconds);
      const right = x(part.endSeconds);
      if (part.state === "visible") {
        context.fillStyle = color("--accent");
        context.fillRect(left, height - band, right - left, band);
      } else if (part.state === "unseen") {
        hatch(context, color("--ink-soft"), left, height - band, right - left, band);
      } else {
        context.fillStyle = color("--line");
        context.fillRect(left, height - 2 * devicePixelRatio, right - left, 2 * devicePixelRatio);
      }
    }
  }

  private waveform(context: CanvasRenderingContext2D, color: string, width: number, height: number): void {
    const sound = this.sound!;
    const covered = Math.min(1, sound.samples.length / sound.sampleRateHz / this.duration);
    const columns = Math.max(1, Math.round(width * covered));
    const extremes = peaks(sound.samples.subarray(0, Math.round(this.duration * sound.sampleRateHz)), columns);
    const loudest = extremes.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
    context.fillStyle = color;
    for (let column = 0; column < columns; column++) {
      const top = (1 - extremes[2 * column + 1]! / loudest) * (height / 2);
      const bottom = (1 - extremes[2 * column]! / loudest) * (height / 2);
      context.fillRect(column, top, 1, Math.max(1, bottom - top));
    }
  }

  private probability(context: CanvasRenderingContext2D, line: string, threshold: string, x: (s: number) => number, height: number): void {
    const y = (value: number): number => (1 - value) * (height - 4) + 2;
    context.strokeStyle = threshold;
    context.lineWidth = devicePixelRatio;
    context.setLineDash([3 * devicePixelRatio, 4 * devicePixelRatio]);
    context.beginPath();
    context.moveTo(0, y(this.visibleFrom));
    context.lineTo(x(this.duration), y(this.visibleFrom));
    context.stroke();
    context.setLineDash([]);
    context.strokeStyle = line;
    context.lineWidth = 2 * devicePixelRatio;
    context.lineJoin = "round";
    context.beginPath();
    let drawing = false;
    for (const moment of this.moments) {
      if (moment.probability === undefined) {
        drawing = false;
      } else {
        context[drawing ? "lineTo" : "moveTo"](x(moment.seconds), y(moment.probability));
        drawing = true;
      }
    }
    context.stroke();
  }
}

function hatch(context: CanvasRenderingContext2D, color: string, left: number, top: number, width: number, height: number): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.strokeStyle = color;
  context.lineWidth = devicePixelRatio;
  for (let x = left - height; x < left + width; x += 5 * devicePixelRatio) {
    context.beginPath();
    context.moveTo(x, top + height);
    context.lineTo(x + height, top);
    context.stroke();
  }
  context.restore();
}
