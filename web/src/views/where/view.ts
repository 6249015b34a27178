import { fetchUpTo, localize, modelOf, rendered, type Job, type Localization, type Moment, type Rectangle } from "../../api.ts";
import { announce, fill, h } from "../../dom.ts";
import { clock, fileName, percent } from "../../format.ts";
import type { HitCard } from "../../hit-card.ts";
import { lookControls } from "../../look-controls.ts";
import { button, chooser, JobProgress, notice, sentence, tooLarge } from "../../parts.ts";
import { Readout } from "../../readout.ts";
import { save } from "../../save.ts";
import { look } from "../../settings.ts";
import { decodeAny, LARGEST_BYTES } from "../../sound/decode.ts";
import { stopPlaying } from "../../sound/hit-sound.ts";
import { fromAddress, ofFile, release, type Source } from "../../source.ts";
import { nextVisible, shares } from "../../timeline.ts";
import type { View } from "../../view.ts";
import { emptyState } from "./empty.ts";
import { NearestSounds, soundOf } from "./nearest.ts";
import { Scrubber } from "./scrubber.ts";
import { Stage } from "./stage.ts";

/** Where is the sound? A picture or video, its map in step, a time-line, and what a thing in it would sound like. */
export function whereView(): View {
  let picture: Source | undefined;
  let sound: Source | undefined; // in place of the video's own, or of a picture
  let answer: Localization | undefined;
  let loaded: Promise<void> = Promise.resolve();
  let drawnFor: Source | undefined; // the video that the server draws, since the browser cannot play it
  let shownSeconds = -1; // the length that the time-line is drawn for
  let work = new AbortController();

  const frame = h("div", { class: "frame" });
  const busy = h("div", { class: "busy", hidden: true });
  const trouble = h("div", {});
  const stage = new Stage(frame, ask, onTime, () => void showRendered());
  const scrubber = new Scrubber((seconds) => stage.seek(seconds));
  const play = h("button", { type: "button", class: "play", "aria-label": "Play", onclick: () => void toggle() });
  const time = h("span", { class: "number time" });
  const soundLine = h("div", { class: "sound-line" });
  const readout = new Readout();
  const nearest = new NearestSounds((card) => void swapHit(card), () => stage.select(undefined));
  const lookPanel = lookControls(() => stage.layer.paint());
  const keep = h(
    "div",
    { class: "keep" },
    button("Answer as JSON", () => saveAnswer(), "small"),
    button("Video with map", () => void saveVideo(), "small"),
  );
  const empty = emptyState(accept);
  const player = h(
    "div",
    { class: "where", hidden: true },
    h(
      "div",
      { class: "where-main" },
      h("div", { class: "stage" }, frame, busy),
      trouble,
      h("div", { class: "transport" }, play, time, soundLine),
      scrubber.element,
    ),
    h(
      "aside",
      { class: "where-side", "aria-label": "What is heard and seen" },
      readout.element,
      nearest.element,
      h("section", { "aria-labelledby": "look-title" }, h("h2", { id: "look-title" }, "Map"), lookPanel.element),
      h("section", { "aria-labelledby": "keep-title" }, h("h2", { id: "keep-title" }, "Keep"), keep),
    ),
  );
  const element = h("div", { class: "view" }, h("h1", { class: "off-screen" }, "Where is the sound?"), empty, player);

  function accept(files: File[]): void {
    const sources = files.map((file) => [file, ofFile(file)] as const);
    const unknown = sources.find(([, source]) => !source)?.[0];
    if (unknown) {
      complain(`${unknown.name} is no picture, sound or video that is known here. Drop a file such as mp4, jpg or wav.`);
      return;
    }
    const seen = sources.map(([, source]) => source!).find((source) => source.kind !== "sound");
    const heard = sources.map(([, source]) => source!).find((source) => source.kind === "sound");
    if (seen) {
      // A new video brings its own sound; a new picture is shown with the sound that is there.
      change(seen, heard ?? (seen.kind === "image" ? sound : undefined));
    } else if (heard) {
      change(picture, heard);
    }
  }

  /** Shows another picture or plays another sound, and asks where it comes from. */
  function change(nextPicture: Source | undefined, nextSound: Source | undefined): void {
    for (const old of [picture, sound]) {
      if (old !== nextPicture && old !== nextSound) {
        release(old);
      }
    }
    const samePicture = nextPicture === picture;
    const resumeAt = samePicture ? stage.seconds : undefined;
    picture = nextPicture;
    sound = nextSound;
    answer = undefined;
    drawnFor = undefined;
    work.abort();
    busy.hidden = true;
    fill(trouble);
    showSoundLine();
    if (!picture) {
      empty.hidden = false;
      player.hidden = true;
      const headline = empty.querySelector(".lead");
      if (headline && sound) {
        headline.textContent = `The sound is there (${sound.name}). Now drop a picture or a video to look for it in.`;
      }
      return;
    }
    empty.hidden = true;
    player.hidden = false;
    loaded = stage.load(picture, sound);
    if (resumeAt !== undefined && picture.kind === "video") {
      stage.seek(resumeAt);
    }
    scrubber.show([], 0.5, 0);
    scrubber.hear(undefined);
    shownSeconds = -1;
    if (!samePicture) {
      nearest.clear();
    }
    if (picture.kind === "image" && !sound) {
      readout.say("Now a sound", "Drop a sound, or click a thing in the picture to hear what it would sound like.");
      return;
    }
    void hear(picture, sound);
    void locate();
  }

  /** The waveform of what is heard, where the browser can read it. */
  async function hear(shown: Source, other: Source | undefined): Promise<void> {
    const heard = other ?? shown;
    const file = heard.file ?? (await fetchUpTo(heard.url, LARGEST_BYTES).catch(() => undefined)); // only its drawing is missing then
    const decoded = file && (await decodeAny(file));
    if (picture === shown && sound === other) {
      scrubber.hear(decoded);
    }
  }

  function form(): FormData {
    const data = new FormData();
    const put = (part: "image" | "video" | "sound", source: Source): void => {
      if (source.file) {
        data.set(part, source.file, source.file.name);
      } else if (source.id) {
        data.set(`${part}Id`, source.id);
      }
    };
    if (picture) {
      put(picture.kind === "video" ? "video" : "image", picture);
    }
    if (sound) {
      put("sound", sound);
    }
    if (picture?.kind === "image" && picture.id && picture.at !== undefined) {
      data.set("imageAt", String(picture.at));
    }
    return data;
  }

  async function locate(): Promise<void> {
    work.abort();
    const mine = new AbortController();
    work = mine;
    fill(busy, h("p", {}, "Listening and looking…"));
    busy.hidden = false;
    announce("Listening and looking.");
    const jobProgress = new JobProgress(() => mine.abort());
    const onJob = (job: Job): void => {
      jobProgress.show(job);
      fill(busy, jobProgress.element);
    };
    try {
      const limit = (await modelOf()).limits.uploadBytes;
      const refused = [picture, sound].map((source) => source?.file && tooLarge(source.file, limit)).find(Boolean);
      if (refused) {
        throw new Error(refused);
      }
      await loaded;
      const data = form();
      data.set("everyFrames", String(everyFrames(stage.durationSeconds)));
      const found = await localize(data, mine.signal, onJob);
      if (mine.signal.aborted) {
        return;
      }
      answer = found;
      present();
      if (found.loudestSeconds !== undefined) {
        stage.seek(found.loudestSeconds);
      }
      lengthKnown();
      announce(summary());
    } catch (error) {
      if (work === mine) {
        const again = (): void => {
          fill(trouble);
          void locate();
        };
        complain(sentence(error) ?? "Stopped.", button("Try again", again, "small"));
      }
    } finally {
      if (work === mine) {
        busy.hidden = true;
      }
    }
  }

  /** The answer on the stage; where the map is in the video already, without it. */
  function present(): void {
    if (answer) {
      stage.show(drawnFor ? { ...answer, moments: answer.moments.map(({ map: _, boxes: __, ...rest }) => rest) } : answer);
    }
  }

  /** The time-line, once the answer and the length of what plays are known. */
  function lengthKnown(): void {
    if (answer) {
      shownSeconds = stage.durationSeconds;
      scrubber.show(answer.moments, answer.visibleFrom, stage.durationSeconds);
      scrubber.at(stage.seconds);
    }
  }

  function summary(): string {
    const part = shares(scrubber.parts);
    return `Done. Something in sight sounds ${percent(part.visible)} of the time, something unseen ${percent(part.unseen)}.`;
  }

  function complain(text: string, ...actions: HTMLElement[]): void {
    if (player.hidden) {
      empty.querySelector(".notice.error")?.remove();
      empty.append(notice(text, "error"));
    } else {
      fill(trouble, notice(text, "error", ...actions));
    }
  }

  function onTime(seconds: number, moment: Moment | undefined): void {
    scrubber.at(seconds);
    if (answer && stage.durationSeconds !== shownSeconds) {
      lengthKnown();
    }
    time.textContent = `${clock(seconds)} / ${clock(stage.durationSeconds)}`;
    play.classList.toggle("on", stage.playing);
    play.setAttribute("aria-label", stage.playing ? "Pause" : "Play");
    if (moment) {
      readout.show(moment, answer?.visibleFrom ?? 0.5);
    }
  }

  async function toggle(): Promise<void> {
    stopPlaying();
    try {
      await stage.toggle();
    } catch (error) {
      if (!(error instanceof DOMException && error.name === "AbortError")) {
        complain("The browser cannot play this. The map is still there: move along the time-line.");
      }
    }
  }

  function showSoundLine(): void {
    fill(
      soundLine,
      h("span", { class: "faint" }, "Sound "),
      h("span", { class: "sound-name" }, sound ? fileName(sound.name) : picture?.kind === "video" ? "its own" : "none yet"),
      chooser(sound || picture?.kind === "video" ? "Swap…" : "Choose…", "audio/*,video/*", (files) => swapFile(files[0]), "small"),
      sound && picture?.kind === "video" ? button("Its own again", () => change(picture, undefined), "small") : null,
      chooser("Other picture…", "video/*,image/*,audio/*", accept, "small"),
    );
  }

  function swapFile(file: File | undefined): void {
    const source = file && ofFile(file);
    if (source && source.kind !== "image") {
      change(picture, { ...source, kind: "sound" });
    } else if (file) {
      complain(`${file.name} has no sound. Choose a sound or a video.`);
    }
  }

  /** "What would this sound like?" */
  function ask(box: Rectangle): void {
    if (picture) {
      stage.pause();
      nearest.clear();
      stage.select(box);
      void nearest.ask(() => stage.snapshot(), box);
    }
  }

  /** Another sound in place of the own one. */
  async function swapHit(card: HitCard): Promise<void> {
    try {
      stopPlaying();
      change(picture, ofFile(await soundOf(card, picture?.kind === "video" ? stage.durationSeconds : 0)));
    } catch (error) {
      complain(sentence(error) ?? "");
    }
  }

  /** A video the browser cannot play is shown as the server draws it: the map is then part of the picture. */
  async function showRendered(): Promise<void> {
    const original = picture;
    if (!original || original.kind !== "video" || original === drawnFor) {
      return;
    }
    drawnFor = original;
    try {
      const blob = await draw("The browser cannot play this file itself. The server draws the map into a copy that it can play…");
      if (picture === original) {
        void stage.load({ ...original, url: URL.createObjectURL(blob) }, sound);
        present();
        fill(trouble, notice("This is a copy with the map drawn into it, since the browser cannot play the file itself. Colors and opacity are fixed in it."));
      }
    } catch (error) {
      if (picture === original) {
        complain(sentence(error) ?? "The browser cannot play this file itself. The time-line is still there.");
      }
    }
  }

  /** The video as the server draws it; long ones show how far they are. */
  function draw(words: string): Promise<Blob> {
    const stop = new AbortController();
    const progress = new JobProgress(() => stop.abort());
    const data = form();
    if (look.colors !== "gray") {
      data.set("color", look.colors);
    }
    fill(trouble, notice(words));
    return rendered(data, stop.signal, (job) => {
      progress.show(job);
      fill(trouble, progress.element);
    });
  }

  function saveAnswer(): void {
    if (answer && picture) {
      save(`${fileName(picture.name)}.localized.json`, "application/json", JSON.stringify(answer, null, 1));
    }
  }

  async function saveVideo(): Promise<void> {
    if (picture?.kind !== "video") {
      complain("Only a video can be kept as a video. For a picture, keep the answer as JSON.");
      return;
    }
    try {
      const name = `${fileName(picture.name)}.localized.mp4`;
      save(name, "video/mp4", await draw("The server draws the video…"));
      fill(trouble);
    } catch (error) {
      complain(sentence(error) ?? "Stopped.");
    }
  }

  function key(event: KeyboardEvent): boolean {
    const moves: Record<string, () => void> = {
      " ": () => void toggle(),
      ArrowLeft: () => stage.seek(stage.seconds - 0.2),
      ArrowRight: () => stage.seek(stage.seconds + 0.2),
      n: () => jump(true),
      p: () => jump(false),
      c: () => lookPanel.nextColors(),
      b: () => setLook(() => (look.boxes = !look.boxes)),
      "[": () => setLook(() => (look.opacity = Math.max(0, look.opacity - 0.1))),
      "]": () => setLook(() => (look.opacity = Math.min(1, look.opacity + 0.1))),
      w: () => ask({ x0: 0, y0: 0, x1: 1, y1: 1 }),
      Escape: () => nearest.clear(),
    };
    const move = player.hidden ? undefined : moves[event.key];
    move?.();
    return move !== undefined;
  }

  function jump(forward: boolean): void {
    const to = nextVisible(scrubber.parts, stage.seconds, forward);
    if (to === undefined) {
      announce(forward ? "Nothing in sight sounds after this." : "Nothing in sight sounds before this.");
    } else {
      stage.seek(to + 0.02);
    }
  }

  function setLook(set: () => void): void {
    set();
    look.keep();
    lookPanel.refresh();
    stage.layer.paint();
  }

  return {
    element,
    accept,
    key,
    shown: (parameters) => {
      const wanted = fromAddress(parameters);
      if (wanted && wanted.id !== picture?.id) {
        change(wanted.kind === "sound" ? picture : wanted, wanted.kind === "sound" ? wanted : wanted.kind === "image" ? sound : undefined);
      } else if (wanted?.at !== undefined) {
        stage.seek(wanted.at);
      }
    },
    hidden: () => {
      stage.pause();
      stopPlaying();
    },
    keys: [
      ["Space", "Play or pause"],
      ["← →", "A moment back or on"],
      ["n p", "Next or previous stretch in which something in sight sounds"],
      ["c", "Other colors"],
      ["[ ]", "Map fainter or stronger"],
      ["b", "Boxes on or off"],
      ["w", "What would the whole picture sound like?"],
      ["Esc", "Close the nearest sounds"],
    ],
  };
}

/** Five answers a second; of hours of video one a second, or one in five, so that the answer stays small. */
export function everyFrames(durationSeconds: number): number {
  return durationSeconds <= 600 ? 5 : durationSeconds <= 7200 ? 25 : 125;
}
