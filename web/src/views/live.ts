import "../style/live.css";
import { modelOf, type Answer } from "../api.ts";
import { announce, fill, h } from "../dom.ts";
import { connect, type LiveFigures, type LiveLink } from "../live-link.ts";
import { lookControls } from "../look-controls.ts";
import { button, choice, notice, sentence } from "../parts.ts";
import { Readout } from "../readout.ts";
import { MapLayer } from "../picture/map-layer.ts";
import { level, listenTo, openDevices, type Microphone } from "../sound/recording.ts";
import type { View } from "../view.ts";

const FRAME_WIDTH = 320;
const LATENCIES = 120;

const WHERE = {
  server: { name: "on this server", words: "Picture and sound go to this server only, and are not kept.", inside: "In the server" },
  browser: { name: "in this browser", words: "Picture and sound stay in this browser; the network, and what runs it, come from this server once.", inside: "In the network" },
};
type Where = keyof typeof WHERE;

/** Camera and microphone: the map over the picture as it happens, and how late it is. */
export function liveView(): View {
  let stream: MediaStream | undefined;
  let microphone: Microphone | undefined;
  let link: LiveLink | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  let grabbing = false;
  let where: Where = "server";
  const latencies: number[] = [];

  const video = h("video", { playsinline: true, muted: true, "aria-label": "Camera" });
  video.muted = true;
  const layer = new MapLayer();
  const frame = h("div", { class: "frame live-frame" }, video, layer.heat, layer.boxes);
  const grabber = h("canvas");
  const pixels = grabber.getContext("2d", { willReadFrequently: true });
  const trouble = h("div", {});
  const readout = new Readout();
  const meter = h("meter", { min: 0, max: 1, "aria-label": "Loudness" });
  const latency = h("dd", { class: "number" }, "–");
  const inside = h("dd", { class: "number" }, "–");
  const insideName = h("dt", {}, WHERE[where].inside);
  const privacy = h("p", { class: "lead" }, WHERE[where].words);
  const rate = h("dd", { class: "number" }, "–");
  const dropped = h("dd", { class: "number" }, "–");
  const history = h("canvas", { class: "latency-history", width: 320, height: 48, "aria-hidden": "true" });
  const look = lookControls(() => layer.paint());
  const start = button("Start camera and microphone", () => void begin(), "primary");
  const needs = h("div", {});
  const empty = h(
    "div",
    { class: "empty" },
    h("p", { class: "headline" }, "See what you hear, live"),
    privacy,
    h("div", { class: "row" }, start),
    needs,
  );
  const page = h(
    "div",
    { class: "where", hidden: true },
    h("div", { class: "where-main" }, h("div", { class: "stage" }, frame), trouble, h("div", { class: "transport" }, button("Stop", () => end("Stopped."), "stop"), h("label", { class: "field" }, h("span", {}, "Loudness"), meter))),
    h(
      "aside",
      { class: "where-side", "aria-label": "What is heard and seen" },
      readout.element,
      h(
        "section",
        { "aria-labelledby": "late-title" },
        h("h2", { id: "late-title" }, "How late the map is"),
        h("dl", { class: "figures" }, h("div", {}, h("dt", {}, "From camera to map"), latency), h("div", {}, insideName, inside), h("div", {}, h("dt", {}, "Maps a second"), rate), h("div", {}, h("dt", {}, "Frames dropped"), dropped)),
        history,
      ),
      h("section", { "aria-labelledby": "live-look-title" }, h("h2", { id: "live-look-title" }, "Map"), look.element),
    ),
  );
  const runs = choice("The network runs", [["server", WHERE.server.name], ["browser", WHERE.browser.name]] as const, where, (chosen) => void move(chosen));
  const element = h("div", { class: "view live" }, h("h1", { class: "off-screen" }, "Live"), runs, empty, page);

  modelOf()
    .then((model) => {
      if (!model.capabilities.live) {
        start.disabled = true;
        fill(needs, notice("This server has no network that says where a sound comes from. Start it again with the run of an AVOL-Net: earsight serve --run RUN"));
      }
    })
    .catch((error: unknown) => fill(needs, notice(sentence(error) ?? "", "error")));

  async function begin(): Promise<void> {
    fill(needs);
    start.disabled = true;
    try {
      stream = await openDevices(true);
      video.srcObject = stream;
      await video.play();
      frame.style.setProperty("--ratio", String(video.videoWidth / video.videoHeight));
      link = await opened();
      microphone = await listenTo(stream, (piece) => {
        meter.value = Math.max(0, 1 + (20 * Math.log10(level(piece) + 1e-6)) / 60);
        link?.sound(piece, microphone?.sampleRateHz ?? 48000);
      });
      if (!element.isConnected) {
        stop(); // the user has gone to another view meanwhile
        return;
      }
      latencies.length = 0;
      fill(trouble);
      empty.hidden = true;
      page.hidden = false;
      timer = setInterval(() => void grab(), 1000 / link.framesPerSecond);
      announce("Live.");
    } catch (error) {
      stop();
      fill(needs, notice(sentence(error) ?? "", "error"));
    } finally {
      start.disabled = false;
    }
  }

  /** A connection to whoever is to answer. What runs a network here is loaded when it is first asked for. */
  async function opened(): Promise<LiveLink> {
    const on = { answer, problem: (words: string) => fill(trouble, notice(words, "error")), closed: (words: string) => end(words) };
    if (where === "server") {
      return connect(on);
    }
    const { connectHere } = await import("../local/local-link.ts");
    return connectHere(on);
  }

  /** The network is to run elsewhere from now on. */
  async function move(chosen: Where): Promise<void> {
    where = chosen;
    privacy.textContent = WHERE[where].words;
    insideName.textContent = WHERE[where].inside;
    look.haveBoxes(where === "server");
    if (stream) {
      end("");
      await begin();
    }
  }

  /** One frame to the network, small; none while it is busy with the last one or the connection is not drained. */
  async function grab(): Promise<void> {
    const sent = link;
    if (!sent || grabbing || !sent.ready || video.videoWidth === 0) {
      return;
    }
    grabbing = true;
    const time = sent.now();
    grabber.width = Math.min(FRAME_WIDTH, video.videoWidth);
    grabber.height = Math.round((grabber.width * video.videoHeight) / video.videoWidth);
    pixels?.drawImage(video, 0, 0, grabber.width, grabber.height);
    await sent.frame(grabber, time);
    if (sent === link) {
      grabbing = false;
    }
  }

  function answer(given: Answer, visibleFrom: number, figures: LiveFigures): void {
    layer.show(given.map, given);
    readout.show(given, visibleFrom);
    latency.textContent = `${Math.round(figures.latencyMilliseconds)} ms`;
    inside.textContent = `${Math.round(figures.insideMilliseconds)} ms`;
    rate.textContent = figures.perSecond.toFixed(1);
    dropped.textContent = String(figures.droppedFrames);
    latencies.push(figures.latencyMilliseconds);
    if (latencies.length > LATENCIES) {
      latencies.shift();
    }
    paintHistory();
  }

  function paintHistory(): void {
    const context = history.getContext("2d");
    if (!context) {
      return;
    }
    const most = Math.max(200, ...latencies);
    context.clearRect(0, 0, history.width, history.height);
    context.fillStyle = getComputedStyle(history).color;
    const wide = history.width / LATENCIES;
    latencies.forEach((value, i) => {
      const tall = (value / most) * history.height;
      context.fillRect(i * wide, history.height - tall, Math.max(1, wide - 1), tall);
    });
  }

  function stop(): void {
    clearInterval(timer);
    link?.close();
    link = undefined;
    grabbing = false;
    microphone?.stop();
    microphone = undefined;
    for (const track of stream?.getTracks() ?? []) {
      track.stop();
    }
    stream = undefined;
    video.srcObject = null;
    layer.show(undefined, undefined);
  }

  function end(words: string): void {
    const was = stream !== undefined;
    stop();
    empty.hidden = false;
    page.hidden = true;
    if (was && words) {
      fill(needs, notice(words));
    }
  }

  return {
    element,
    hidden: () => end("Stopped, since you looked at another view."),
    key: (event) => {
      if (event.key === " ") {
        if (stream) {
          end("Stopped.");
        } else {
          void begin();
        }
        return true;
      }
      if (event.key === "c") {
        look.nextColors();
        return true;
      }
      return false;
    },
    keys: [
      ["Space", "Start or stop"],
      ["c", "Other colors"],
    ],
  };
}
