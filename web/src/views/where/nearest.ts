import { searchByFile, type Hit, type Rectangle } from "../../api.ts";
import { announce, fill, h, motionReduced, type Child } from "../../dom.ts";
import { fileName } from "../../format.ts";
import { HitCard } from "../../hit-card.ts";
import { button, notice, sentence } from "../../parts.ts";
import { stopPlaying } from "../../sound/hit-sound.ts";
import { repeated } from "../../sound/recording.ts";
import { encodeWav } from "../../sound/wav.ts";

const NEAREST = 12;
const LONGEST_REPEATED_SECONDS = 120;

/** "What would this sound like?": the sounds of the library that go best with a part of the picture. */
export class NearestSounds {
  readonly element = h("section", { class: "nearest", "aria-label": "Nearest sounds" });
  private readonly swap: (card: HitCard) => void;
  private readonly cleared: () => void;
  private cards: HitCard[] = [];
  private asking = new AbortController();

  /** `swap` puts a card's sound in place of the picture's own. */
  constructor(swap: (card: HitCard) => void, cleared: () => void) {
    this.swap = swap;
    this.cleared = cleared;
  }

  async ask(picture: () => Promise<Blob>, box: Rectangle): Promise<void> {
    const mine = new AbortController();
    this.asking = mine;
    this.show(h("p", { class: "faint" }, "Searching the library…"));
    this.element.scrollIntoView({ block: "nearest", behavior: motionReduced() ? "auto" : "smooth" });
    try {
      const answer = await searchByFile(await picture(), "frame.jpg", { find: "sounds", in: "all", k: NEAREST, side: "picture", box }, mine.signal);
      if (!mine.signal.aborted) {
        this.list(answer.hits);
      }
    } catch (error) {
      const words = sentence(error);
      if (words && !mine.signal.aborted) {
        this.show(notice(words, "error"));
      }
    }
  }

  clear(): void {
    this.asking.abort();
    stopPlaying();
    for (const card of this.cards) {
      card.release();
    }
    this.cards = [];
    this.cleared();
    fill(this.element);
  }

  private list(hits: Hit[]): void {
    this.cards = hits.map((hit, i) => {
      const card: HitCard = new HitCard(hit, i + 1, button("Hear it here", () => this.swap(card), "small"));
      return card;
    });
    this.show(
      hits.length > 0
        ? h("p", { class: "faint" }, "The nearest sounds of the library. Point at one to play it; hear it here to see the map move.")
        : notice("The library holds no sounds yet. Index a folder in the Library view, then ask again."),
      h("div", { class: "nearest-list" }, ...this.cards.map((card) => card.element)),
    );
    announce(`${hits.length} sounds found.`);
  }

  private show(...children: Child[]): void {
    fill(this.element, h("h2", {}, "What would this sound like?"), ...children, button("Close", () => this.clear(), "small"));
  }
}

/** What a card plays as a file; a short sound is repeated until it is as long as the video. */
export async function soundOf(card: HitCard, videoSeconds: number): Promise<File> {
  const { samples, sampleRateHz } = await card.sound.samples();
  const seconds = Math.min(videoSeconds, LONGEST_REPEATED_SECONDS);
  const wav = encodeWav({ samples: repeated(samples, Math.max(samples.length, Math.round(seconds * sampleRateHz))), sampleRateHz });
  return new File([wav], `${fileName(card.hit.path)}.wav`, { type: "audio/wav" });
}
