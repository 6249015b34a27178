import type { Answer } from "./api.ts";
import { fill, h } from "./dom.ts";
import { percent } from "./format.ts";
import { stateOf, type State } from "./timeline.ts";

const WORDS: Record<State, string> = { visible: "In sight", unseen: "Not in sight", quiet: "Quiet" };

/** The verdict of a moment in words: whether something in sight makes what is heard, and how sure that is. */
export class Readout {
  readonly element = h("div", { class: "readout" });
  private shown = "";

  show(answer: Answer, visibleFrom: number): void {
    const state = stateOf(answer);
    const key = `${state} ${answer.probability?.toFixed(2)} ${visibleFrom}`;
    if (key !== this.shown) {
      this.shown = key;
      const sure =
        state === "quiet"
          ? "Nothing is heard at this moment."
          : `${percent(answer.probability ?? 0)} sure that something in sight makes this sound; said from ${percent(visibleFrom)} on.`;
      this.say(WORDS[state], sure, state);
    }
  }

  /** Something else in its place. */
  say(headline: string, words: string, state?: State): void {
    if (!state) {
      this.shown = "";
    }
    fill(this.element, h("p", { class: state ? `verdict is-${state}` : "verdict" }, headline), h("p", { class: "faint" }, words));
  }
}
