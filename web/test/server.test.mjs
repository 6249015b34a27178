// The page in Chromium before the real server, with real files: scenes made, prepared, learned from and indexed here.
// EARSIGHT_RUNS=AVE,AVOL takes two finished runs instead of training toys; EARSIGHT_SCREENSHOTS=FOLDER keeps a picture of each view.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, afterEach, before, describe, test } from "node:test";
import { findings, launch, open, overhang, skip } from "./browser.mjs";
import { built, folder, run, scenes, serve } from "./earsight.mjs";
import { pcm16 } from "./mock.mjs";

const why = skip || (built ? false : "the program is not built: ./earsight scene --help builds it");
const pictures = process.env.EARSIGHT_SCREENSHOTS;

describe("the page and the real server", { skip: why, concurrency: false }, () => {
  let browser, server, page, work, media, videos, sound, picture;

  before(async () => {
    work = folder();
    media = join(work, "media");
    const [ave, avol] = process.env.EARSIGHT_RUNS?.split(",") ?? train(work);
    videos = scenes(media, 6, "--seed", "77");
    writeFileSync(join(media, "broken.mp4"), readFileSync(videos[0]).subarray(0, 3000));
    // One picture and one sound of their own, as the browser makes them below.
    browser = await launch();
    const helper = await open(browser, "about:blank");
    ({ picture, sound } = await still(helper, videos[1], work));
    await helper.context().close();
    server = await serve("--run", ave, "--run", avol, "--index", join(work, "index"), "--media", media);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    const troubles = page?.troubles ?? [];
    await page?.context().close();
    page = undefined;
    assert.deepEqual(troubles, []);
  });

  const choose = (...files) => page.locator("main input[type=file]").first().setInputFiles(files);
  const answered = () => page.waitForFunction(() => document.querySelector(".busy").hidden && Number(document.querySelector(".scrubber")?.getAttribute("aria-valuemax")) > 0);
  const map = () => page.locator(".heat").evaluate((canvas) => canvas.toDataURL());

  test("library: a folder is indexed from the page, what fails is named, what is new is found", async () => {
    page = await open(browser, `${server.url}#/library`);
    await page.getByText("Nothing is indexed yet").waitFor();
    await page.getByRole("button", { name: "Bring up to date" }).click();
    await page.locator(".notice", { hasText: "Done: 6 files new or changed" }).waitFor({ timeout: 120_000 });
    await page.getByRole("row", { name: /broken\.mp4/ }).waitFor();
    assert.equal(await page.locator("td.failed").count(), 1);
    await keep("library");
    assert.deepEqual(await findings(page), []);
    cpSync(videos[5], join(media, "more", "again.mp4"), { recursive: true });
    rmSync(videos[5]);
    await page.getByRole("button", { name: "Bring up to date" }).click();
    await page.locator(".notice", { hasText: "1 moved" }).waitFor({ timeout: 60_000 });
    await page.getByLabel("Part of a path").fill("more/");
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
  });

  test("a video, what a thing in it would sound like, another sound in its place", async () => {
    page = await open(browser, server.url);
    await choose(videos[1]);
    await answered();
    const shares = (await page.locator(".legend").innerText()).match(/\d+ %/g).map((text) => parseInt(text));
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100) <= 2, String(shares));
    await page.getByRole("slider", { name: "Time" }).press("ArrowUp");
    await page.locator("body").press("n"); // to where something is seen to sound, if this network finds any
    const own = await map();
    const box = page.locator(".box").first();
    const frame = await ((await box.count()) > 0 ? box : page.locator(".frame")).boundingBox();
    await page.mouse.click(frame.x + frame.width / 2, frame.y + frame.height / 2);
    await page.locator(".nearest .card.drawn").first().waitFor();
    await keep("where");
    assert.deepEqual(await findings(page), []);
    await page.locator(".nearest").getByRole("button", { name: "Hear it here" }).last().click();
    await page.locator(".sound-name", { hasText: /\.wav$/ }).waitFor();
    await answered();
    assert.notEqual(await map(), own);
  });

  test("a picture and a sound: the map plays along the sound", async () => {
    page = await open(browser, server.url);
    await choose(picture, sound);
    await answered();
    const first = await map();
    await page.getByRole("slider", { name: "Time" }).press("Home");
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await page.waitForFunction((before) => document.querySelector(".heat").toDataURL() !== before, first);
  });

  test("search by video, picture, sound and microphone; hits are heard; one is looked at", async () => {
    page = await open(browser, `${server.url}#/search`);
    for (const query of [videos[2], picture, sound]) {
      await choose(query);
      await page.waitForFunction(() => !document.querySelector(".stale") && document.querySelector(".card"));
      await page.locator(".card.drawn").first().waitFor();
    }
    await keep("search");
    await page.locator(".card-face").first().hover();
    await page.locator(".card.playing .playhead").waitFor();
    await page.mouse.move(2, 2);
    await page.getByRole("radio", { name: "images" }).check();
    await page.getByText(/No pictures here/).waitFor();
    await page.getByRole("radio", { name: "videos" }).check();
    await page.locator(".card").first().waitFor();
    await page.getByRole("button", { name: "Record a sound" }).last().click();
    await page.waitForFunction(() => /0:01\.[2-9]/.test(document.querySelector(".query .recorder")?.textContent ?? ""));
    await page.getByRole("button", { name: "Stop and search" }).click();
    await page.locator(".query-name", { hasText: "recording.wav" }).waitFor();
    await page.waitForFunction(() => !document.querySelector(".stale") && document.querySelector(".card"));
    await page.getByRole("button", { name: "Similar" }).first().click();
    await page.waitForFunction(() => !document.querySelector(".stale") && document.querySelector(".card"));
    await page.getByRole("link", { name: "Where?" }).first().click();
    await answered();
  });

  test("model: curves and provenance of both networks", async () => {
    page = await open(browser, `${server.url}#/model`);
    await page.getByRole("heading", { name: /AVOL-Net/ }).waitFor();
    await page.getByRole("heading", { name: /AVE-Net/ }).waitFor();
    assert.ok((await page.locator("svg.chart").count()) >= 2);
    await keep("model");
    assert.deepEqual(await findings(page), []);
  });

  test("live: answers come, with their delay", async () => {
    page = await open(browser, `${server.url}#/live`);
    await page.getByRole("button", { name: "Start camera and microphone" }).click();
    await page.waitForFunction(() => /\d ms/.test(document.querySelector(".figures")?.textContent ?? ""));
    await page.waitForFunction(() => Number(document.querySelectorAll(".figures dd")[2]?.textContent) > 0);
    await page.getByText(/% sure that something in sight/).waitFor();
    console.log(`live: ${(await page.locator(".figures").innerText()).replaceAll("\n", " ")}`);
    assert.deepEqual(await findings(page), []);
  });

  test("live, the network in this browser: the map is the server's", async () => {
    page = await open(browser, "about:blank");
    await page.addInitScript(() => {
      globalThis.asked = { times: 0 }; // what the page's worker was asked last that it has answered, and what it said
      globalThis.Worker = class extends Worker {
        constructor(...given) {
          super(...given);
          this.addEventListener("message", ({ data }) => data.map && Object.assign(asked, this.question, { answer: data, times: asked.times + 1, from: asked.from ?? performance.now(), to: performance.now() }));
        }
        postMessage(message, handedOver) {
          this.question = message.rgba && { ...message, rgba: message.rgba.slice(), pcm: message.pcm.slice() };
          super.postMessage(message, handedOver);
        }
      };
    });
    const fetched = [];
    page.on("request", (request) => fetched.push(request.url()));
    await page.goto(`${server.url}#/live`);
    await page.getByRole("radio", { name: "in this browser" }).check();
    assert.ok(!fetched.some((url) => /wasm|onnx/.test(url)), "the network is fetched before it is wanted");
    await page.getByRole("button", { name: "Start camera and microphone" }).click();
    await page.getByText(/% sure that something in sight/).waitFor({ timeout: 60_000 });
    await page.waitForFunction(() => asked.times >= 40, undefined, { timeout: 60_000 });
    const perSecond = await page.evaluate(() => ((asked.times - 1) * 1000) / (asked.to - asked.from));
    console.log(`live in the browser: ${perSecond.toFixed(1)} maps a second over all; ${(await page.locator(".figures").innerText()).replaceAll("\n", " ")}`);
    assert.deepEqual(await findings(page), []);
    const { here, there } = await page.evaluate(async () => {
      const { rgba, width, height, pcm, answer } = asked;
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      canvas.getContext("2d").putImageData(new ImageData(rgba, width, height), 0, 0);
      const wav = new DataView(new ArrayBuffer(44 + 4 * pcm.length)); // 32-bit floats: what the network was given, bit for bit
      const words = (at, text) => [...text].forEach((letter, i) => wav.setUint8(at + i, letter.charCodeAt(0)));
      words(0, "RIFF");
      wav.setUint32(4, 36 + 4 * pcm.length, true);
      words(8, "WAVEfmt ");
      [[16, 16], [24, 48000], [28, 192000], [40, 4 * pcm.length]].forEach(([at, value]) => wav.setUint32(at, value, true));
      [[20, 3], [22, 1], [32, 4], [34, 32]].forEach(([at, value]) => wav.setUint16(at, value, true));
      words(36, "data");
      pcm.forEach((sample, i) => wav.setFloat32(44 + 4 * i, sample, true));
      const form = new FormData();
      form.append("image", await new Promise((done) => canvas.toBlob(done, "image/png")), "frame.png");
      form.append("sound", new Blob([wav.buffer]), "second.wav");
      form.append("soundAt", "0");
      const reply = await (await fetch("/v1/localize", { method: "POST", body: form })).json();
      return { here: answer, there: reply.moments[0] };
    });
    assert.equal(here.map.scores.length, there.map.scores.length);
    const off = Math.max(Math.abs(here.probability - there.probability), ...here.map.scores.map((score, i) => Math.abs(score - there.map.scores[i])));
    console.log(`live in the browser: the map is off by at most ${off.toExponential(1)}`);
    assert.ok(off < 1e-3, String(off));
    await keep("live");
    await page.getByRole("radio", { name: "on this server" }).check(); // while it runs
    await page.getByText("In the server").waitFor();
    await page.waitForFunction(() => Number(document.querySelectorAll(".figures dd")[2]?.textContent) > 0);
  });

  /** A picture of the view as it is, for docs/; none unless asked for. */
  async function keep(name) {
    if (!pictures) {
      return;
    }
    mkdirSync(pictures, { recursive: true });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction(() =>
      [...document.querySelectorAll(".card")].every((card) => card.getBoundingClientRect().top > innerHeight || (card.classList.contains("drawn") && card.querySelector("img").naturalWidth > 0)),
    );
    await page.screenshot({ path: join(pictures, `${name}.png`) });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: "dark" });
    assert.equal(await overhang(page), 0, name);
    await page.screenshot({ path: join(pictures, `${name}-phone.png`) });
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.emulateMedia({ colorScheme: "light" });
  }
});

/** Two networks that have seen next to nothing: enough to answer, not to be right. */
function train(work) {
  const data = join(work, "data");
  const all = join(work, "training");
  scenes(all, 8, "--seconds", "1.2", "--width", "64", "--height", "48").forEach((video, i) => {
    const split = join(all, i < 4 ? "train" : "val");
    mkdirSync(split, { recursive: true });
    renameSync(video, join(split, `${i}.mp4`));
  });
  run("prepare", "--split-by-folder", all, "--out", data);
  return ["ave", "avol"].map((model) => {
    const out = join(work, model);
    const settings = ["warmup-steps=0", "validate-every-steps=3", "validation-pairs=8", "network.image-side=32", "network.widths=[4,4,6,8]"];
    run("train", "--data", data, "--model", model, "--out", out, "--steps", "6", "--batch-size", "4", ...settings.flatMap((one) => ["--set", one]));
    return out;
  });
}

/** The middle of a video as a JPEG file and its sound as a WAV file. */
async function still(page, video, into) {
  const base64 = readFileSync(video).toString("base64");
  const [jpeg, pcm] = await page.evaluate(async (content) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const element = document.createElement("video");
    element.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
    await new Promise((resolve) => (element.onloadeddata = resolve));
    element.currentTime = element.duration / 2;
    await new Promise((resolve) => (element.onseeked = resolve));
    const canvas = document.createElement("canvas");
    canvas.width = element.videoWidth;
    canvas.height = element.videoHeight;
    canvas.getContext("2d").drawImage(element, 0, 0);
    const decoded = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(bytes.buffer);
    return [canvas.toDataURL("image/jpeg", 0.9).split(",")[1], [...decoded.getChannelData(0)].map((value) => Math.round(32767 * value))];
  }, base64);
  const picture = join(into, "bird.jpg");
  const sound = join(into, "bird.wav");
  writeFileSync(picture, Buffer.from(jpeg, "base64"));
  writeFileSync(sound, pcm16(pcm));
  return { picture, sound };
}
