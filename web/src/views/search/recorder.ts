import { h, fill } from "../../dom.ts";
import { clock } from "../../format.ts";
import { button, sentence } from "../../parts.ts";
import { join, level, listenTo, openDevices, type Microphone } from "../../sound/recording.ts";
import { encodeWav } from "../../sound/wav.ts";

const LONGEST_SECONDS = 30;

/** Records from the microphone: a button, the time, the level; what was recorded is handed on as a WAV file. */
export class Recorder {
  readonly element = h("div", { class: "recorder" });
  private microphone: Microphone | undefined;
  private pieces: Float32Array[] = [];
  private readonly recorded: (file: File) => void;
  private readonly failed: (words: string) => void;
  private readonly meter = h("meter", { min: 0, max: 1, "aria-label": "Level" });
  private readonly time = h("span", { class: "number" });

  constructor(recorded: (file: File) => void, failed: (words: string) => void) {
    this.recorded = recorded;
    this.failed = failed;
    this.idle();
  }

  get recording(): boolean {
    return this.microphone !== undefined;
  }

  async toggle(): Promise<void> {
    if (this.recording) {
      this.finish();
      return;
    }
    this.pieces = [];
    try {
      this.microphone = await listenTo(await openDevices(false), (piece) => this.take(piece));
      fill(this.element, button("Stop and search", () => this.finish(), "primary"), this.time, this.meter, button("Discard", () => this.stop()));
      this.element.querySelector("button")?.focus();
    } catch (error) {
      this.stop();
      this.failed(sentence(error) ?? "");
    }
  }

  /** Ends a recording without using it. */
  stop(): void {
    this.microphone?.stop();
    this.microphone = undefined;
    this.pieces = [];
    this.idle();
  }

  private idle(): void {
    fill(this.element, button("Record a sound", () => void this.toggle()));
  }

  private take(piece: Float32Array): void {
    this.pieces.push(piece);
    // A scale in decibels, -60 to 0: what is quiet is to be seen, too.
    this.meter.value = Math.max(0, 1 + (20 * Math.log10(level(piece) + 1e-6)) / 60);
    const seconds = this.pieces.reduce((sum, each) => sum + each.length, 0) / (this.microphone?.sampleRateHz ?? 48000);
    this.time.textContent = clock(seconds);
    if (seconds >= LONGEST_SECONDS) {
      this.finish();
    }
  }

  private finish(): void {
    const sampleRateHz = this.microphone?.sampleRateHz ?? 48000;
    const samples = join(this.pieces);
    this.stop();
    if (samples.length < sampleRateHz) {
      this.failed("That was less than a second. Record a little longer.");
    } else {
      this.recorded(new File([encodeWav({ samples, sampleRateHz })], "recording.wav", { type: "audio/wav" }));
    }
  }
}
