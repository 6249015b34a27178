import "../../style/search.css";
import { library, modelOf, searchByFile, searchById, type Find, type Hit, type KindFilter, type SearchAnswer } from "../../api.ts";
import { announce, fill, h } from "../../dom.ts";
import { clock, count, fileName, plural } from "../../format.ts";
import { HitCard } from "../../hit-card.ts";
import { button, choice, chooser, notice, sentence, tooLarge } from "../../parts.ts";
import { save } from "../../save.ts";
import { hover } from "../../settings.ts";
import { decodeAny } from "../../sound/decode.ts";
import { paintSpectrogram } from "../../sound/draw.ts";
import { stopPlaying } from "../../sound/hit-sound.ts";
import { address, fromAddress, ofFile, ofHit, release, type Source } from "../../source.ts";
import type { View } from "../../view.ts";
import { asCsv, asJson, asVtt } from "./export.ts";
import { Kept } from "./kept.ts";
import { Recorder } from "./recorder.ts";

/** A picture, a sound, a video or a recording finds what goes with it in the library. */
export function searchView(): View {
  let query: Source | undefined;
  let find: Find = "sounds";
  let side: "picture" | "sound" = "picture"; // which side of a video asks
  let kind: KindFilter = "all";
  let folder = "";
  let running = new AbortController();
  let cards: HitCard[] = [];
  let showsKept = false;
  const kept = new Kept();

  const recorder = new Recorder((file) => accept([file]), (words) => complain(words));
  const queryPlace = h("div", { class: "query-picture" });
  const queryWords = h("div", { class: "query-words" });
  const directionPlace = h("div", { class: "direction" });
  const folders = h("select", { "aria-label": "Folder", onchange: () => ((folder = folders.value), void search()) });
  const plays = h("input", { type: "checkbox", checked: hover.plays, onchange: () => hover.set(plays.checked) });
  const status = h("p", { class: "faint results-status" });
  const keptTab = button("", () => showKept(!showsKept), "small");
  const results = h("div", { class: "results" });
  const kinds = choice(
    "In",
    [["all", "everything"], ["images", "images"], ["sounds", "sounds"], ["videos", "videos"]] as const,
    kind,
    (value) => ((kind = value), void search()),
  );
  const filters = h(
    "div",
    { class: "filters" },
    directionPlace,
    kinds,
    h("label", { class: "folder-field" }, h("span", {}, "Folder"), folders),
    h("label", { class: "check" }, plays, "Play what I point at"),
  );
  const prompt = h(
    "div",
    { class: "row" },
    chooser("Choose a file", "video/*,image/*,audio/*", accept, "primary"),
    recorder.element,
  );
  const empty = h(
    "div",
    { class: "empty" },
    h("p", { class: "headline" }, "Find it by sight or by sound"),
    h("p", { class: "lead" }, "Drop a picture, a sound or a video. The moments of your library that go with it come up, ready to be heard."),
    prompt,
  );
  const change = h("div", { class: "row" });
  const page = h(
    "div",
    { class: "search", hidden: true },
    h("section", { class: "query", "aria-label": "Query" }, queryPlace, queryWords, change),
    filters,
    h("div", { class: "results-head" }, status, keptTab),
    results,
  );
  const element = h("div", { class: "view" }, h("h1", { class: "off-screen" }, "Search"), empty, page);
  showDirection();
  labelKept();

  /** What can be searched may have changed while another view was in sight. */
  async function refresh(): Promise<void> {
    try {
      const model = await modelOf();
      empty.querySelector(".notice")?.remove();
      if (!model.capabilities.search) {
        complain(
          model.networks.some((network) => network.role === "search")
            ? "Nothing is indexed yet. Index a folder in the Library view, then search here."
            : "This server cannot search. Start it again with an AVE-Net and an index: earsight serve --run AVE --index INDEX",
        );
        return;
      }
      const names = (await library()).index?.folders ?? [];
      fill(folders, h("option", { value: "" }, "All folders"), ...names.map((each) => h("option", { value: each.name }, `${each.name} (${count(each.files)})`)));
      folders.value = folder;
    } catch (error) {
      complain(sentence(error) ?? "");
    }
  }

  /** Which side is looked for, and by which side of a video. */
  function showDirection(): void {
    fill(
      directionPlace,
      query?.kind === "video"
        ? choice(
            "By its",
            [["picture", "picture"], ["sound", "sound"]] as const,
            side,
            (value) => ((side = value), void search()),
          )
        : null,
      choice(
        "Find",
        [["sounds", "sounds"], ["pictures", "pictures"]] as const,
        find === "pictures" ? "pictures" : "sounds",
        (value) => ((find = value), void search()),
      ),
    );
  }

  function accept(files: File[]): void {
    const file = files[0];
    const source = file && ofFile(file);
    if (source) {
      ask(source);
    } else if (file) {
      complain(`${file.name} is no picture, sound or video that is known here. Use a file such as jpg, wav or mp4.`);
    }
  }

  /** Looks for what the query is not, unless it is to be more of the same. */
  function ask(source: Source, alike?: Hit["side"]): void {
    release(query);
    query = source;
    side = alike ?? (source.kind === "sound" ? "sound" : "picture");
    find = alike ? (alike === "sound" ? "sounds" : "pictures") : side === "sound" ? "pictures" : "sounds";
    showDirection();
    empty.hidden = true;
    page.hidden = false;
    fill(change, chooser("Another…", "video/*,image/*,audio/*", accept, "small"), recorder.element, whereLink(source));
    showQuery(source);
    void search();
  }

  function whereLink(source: Source): HTMLElement | null {
    return source.id && source.kind === "video" ? h("a", { class: "button small", href: address("where", source) }, "Where is it?") : null;
  }

  function showQuery(source: Source): void {
    fill(queryWords, h("p", { class: "query-name" }, fileName(source.name)), h("p", { class: "faint" }, source.at === undefined ? source.kind : `${source.kind}, at ${clock(source.at)}`));
    if (source.kind === "image") {
      fill(queryPlace, h("img", { src: source.url, alt: `The query: ${source.name}` }));
    } else if (source.kind === "video") {
      const video = h("video", { src: source.url, controls: true, playsinline: true, preload: "metadata", "aria-label": `The query: ${source.name}` });
      if (source.at !== undefined) {
        const start = source.at;
        video.addEventListener("loadedmetadata", () => (video.currentTime = start), { once: true });
      }
      fill(queryPlace, video);
    } else {
      const canvas = h("canvas", { width: 320, height: 96, role: "img", "aria-label": "Spectrogram of the query" });
      fill(queryPlace, canvas, h("audio", { src: source.url, controls: true, "aria-label": `The query: ${source.name}` }));
      if (source.file) {
        void decodeAny(source.file).then((sound) => sound && paintSpectrogram(canvas, sound));
      }
    }
  }

  async function search(): Promise<void> {
    if (!query) {
      return;
    }
    running.abort();
    const mine = new AbortController();
    running = mine;
    showsKept = false;
    labelKept();
    stopPlaying();
    status.textContent = "Searching…";
    results.classList.add("stale");
    const options = { find, in: kind, k: 30, side: query.kind === "video" ? side : ("both" as const), ...(folder ? { folder } : {}), ...(query.at === undefined ? {} : { at: query.at }) };
    try {
      const refused = query.file && tooLarge(query.file, (await modelOf()).limits.uploadBytes);
      if (refused) {
        throw new Error(refused);
      }
      const answer = query.id ? await searchById(query.id, options, mine.signal) : await searchByFile(query.file!, query.name, options, mine.signal);
      if (running === mine) {
        show(answer);
      }
    } catch (error) {
      const words = sentence(error);
      if (words && running === mine) {
        complain(words);
      }
    }
  }

  function show(answer: SearchAnswer): void {
    const asked = answer.query.moments > 1 ? ` by ${plural(answer.query.moments, "moment")} of the query` : "";
    status.textContent = `${plural(answer.hits.length, "hit")} among ${count(answer.vectors)} moments${asked}, ${(answer.embedMilliseconds + answer.searchMilliseconds).toFixed(0)} ms`;
    announce(`${plural(answer.hits.length, "hit")}.`);
    list(answer.hits);
    if (answer.hits.length === 0) {
      fill(results, notice(`No ${find} here. Take off a filter, or index more folders in the Library view.`));
    }
  }

  function list(hits: readonly Hit[]): void {
    for (const card of cards) {
      card.release();
    }
    cards = hits.map((hit, i) => new HitCard(hit, i + 1, keepButton(hit), button("Similar", () => ask(ofHit(hit), hit.side), "small"), hit.kind === "video" ? h("a", { class: "button small", href: address("where", ofHit(hit)) }, "Where?") : null));
    results.classList.remove("stale");
    fill(results, ...cards.map((card) => card.element));
  }

  function keepButton(hit: Hit): HTMLButtonElement {
    const toggle = button("Keep", () => {
      const keeps = kept.toggle(hit);
      toggle.setAttribute("aria-pressed", String(keeps));
      announce(keeps ? "Kept." : "No longer kept.");
      labelKept();
    }, "small keep-hit");
    toggle.setAttribute("aria-pressed", String(kept.has(hit)));
    return toggle;
  }

  function labelKept(): void {
    keptTab.textContent = showsKept ? "Back to the hits" : `Kept (${kept.all.length})`;
    keptTab.disabled = !showsKept && kept.all.length === 0;
  }

  function showKept(wanted: boolean): void {
    showsKept = wanted;
    labelKept();
    if (!wanted) {
      void search();
      return;
    }
    empty.hidden = true;
    page.hidden = false;
    const keep = (name: string, type: string, content: (hits: readonly Hit[]) => string): HTMLElement =>
      button(name.slice(name.lastIndexOf(".") + 1).toUpperCase(), () => save(name, type, content(kept.all)), "small");
    list(kept.all);
    fill(
      status,
      `${plural(kept.all.length, "hit")} kept in this browser. Save as `,
      keep("hits.json", "application/json", asJson),
      keep("hits.csv", "text/csv", asCsv),
      keep("hits.vtt", "text/vtt", asVtt),
      button("Let all go", () => (kept.clear(), showKept(false)), "small"),
    );
  }

  function complain(words: string): void {
    results.classList.remove("stale");
    status.textContent = "";
    if (page.hidden) {
      empty.querySelector(".notice")?.remove();
      empty.append(notice(words, "error"));
    } else {
      fill(results, notice(words, "error", button("Try again", () => void search(), "small")));
    }
  }

  /** The card that has the focus or plays; moves go on from it. */
  const at = (): number => cards.findIndex((card) => card.element.contains(document.activeElement) || card.sound.playing);

  function key(event: KeyboardEvent): boolean {
    const current = cards[at()];
    const moves: Record<string, () => void> = {
      n: () => cards[Math.min(cards.length - 1, at() + 1)]?.focus(),
      p: () => cards[Math.max(0, at() - 1)]?.focus(),
      " ": () => current?.toggle(),
      k: () => current?.element.querySelector<HTMLButtonElement>(".keep-hit")?.click(),
      d: () => {
        find = find === "sounds" ? "pictures" : "sounds";
        showDirection();
        void search();
      },
      r: () => void recorder.toggle(),
      Escape: () => stopPlaying(),
    };
    const move = moves[event.key];
    move?.();
    return move !== undefined;
  }

  return {
    element,
    accept,
    key,
    shown: (parameters) => {
      void refresh();
      const wanted = fromAddress(parameters);
      if (wanted && (wanted.id !== query?.id || wanted.at !== query?.at)) {
        ask(wanted);
      }
    },
    hidden: () => {
      stopPlaying();
      recorder.stop();
    },
    keys: [
      ["n p", "Next or previous hit"],
      ["Enter", "Play it"],
      ["k", "Keep it, or let it go"],
      ["d", "Other direction: sounds or pictures"],
      ["r", "Record; again to stop and search"],
      ["Esc", "Quiet"],
    ],
  };
}
