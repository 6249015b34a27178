// The page in Chromium, before a server that answers as openapi.yaml says (mock.mjs): what people do, and what goes wrong.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, afterEach, describe, test } from "node:test";
import { findings, launch, open, overhang, skip } from "./browser.mjs";
import { built, folder, scenes } from "./earsight.mjs";
import { start, wav } from "./mock.mjs";

const why = skip || (built ? false : "the program is not built: ./earsight scene --help builds it");

describe("the page", { skip: why, concurrency: false }, () => {
  let browser, media, videos, server, page, sound, picture;

  before(async () => {
    browser = await launch();
    media = folder();
    videos = scenes(media, 3, "--seconds", "4");
    sound = join(folder(), "tone.wav");
    writeFileSync(sound, wav(2));
    picture = join(folder(), "thing.svg");
    writeFileSync(picture, '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><circle cx="100" cy="90" r="50" fill="teal"/></svg>');
  });
  after(async () => browser?.close());
  beforeEach(async () => {
    server = await start({ media });
  });
  afterEach(async () => {
    const troubles = page?.troubles ?? [];
    await page?.context().close();
    await server.close();
    page = undefined;
    assert.deepEqual(troubles, []);
  });

  const choose = (...files) => page.locator("main input[type=file]").first().setInputFiles(files);
  /** How much of the map is to be seen, and where its brightest pixel is, in fractions. */
  const heat = () =>
    page.locator(".heat").evaluate((canvas) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", { willReadFrequently: true });
      copy.drawImage(canvas, 0, 0);
      const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
      let most = 0;
      let at = 0;
      for (let i = 3; i < data.length; i += 4) {
        const value = data[i] + (data[i - 3] + data[i - 2] + data[i - 1]) / 1000;
        if (value > most) {
          most = value;
          at = (i - 3) / 4;
        }
      }
      return { most, x: (at % canvas.width) / canvas.width, y: Math.floor(at / canvas.width) / canvas.height };
    });
  const localizations = () => server.requests.filter((one) => one.path === "/v1/localize");
  const onTime = (expected) => page.waitForFunction((wanted) => Math.abs(Number(document.querySelector(".scrubber").getAttribute("aria-valuenow")) - wanted) < 0.15, expected);

  test("a video: map in step, time-line, look, keys", async () => {
    page = await open(browser, server.url);
    await choose(videos[0]);
    await page.locator(".box").waitFor();
    assert.deepEqual([localizations()[0].form.video, localizations()[0].form.everyFrames], ["scene-000000.mp4", "5"]);
    const atStart = await heat();
    assert.ok(Math.abs(atStart.x - 0.75) < 0.08 && Math.abs(atStart.y - 0.5) < 0.08, JSON.stringify(atStart));
    const slider = page.getByRole("slider", { name: "Time" });
    assert.match(await page.locator(".legend").innerText(), /in sight sounds 5\d %/);

    // A click at three eighths is 1.5 s, where the mock's thing is at 0.5 + 0.25 cos 1.5.
    const line = await slider.boundingBox();
    await page.mouse.click(line.x + line.width * 0.375, line.y + 30);
    await onTime(1.5);
    await page.waitForFunction(() => Math.abs(parseFloat(document.querySelector(".box").style.left) - 100 * (0.5 + 0.25 * Math.cos(1.4) - 0.12)) < 4);
    const later = await heat();
    assert.ok(Math.abs(later.x - (0.5 + 0.25 * Math.cos(1.5))) < 0.08 && later.y > 0.65, JSON.stringify(later));

    await slider.press("Home");
    await onTime(0);
    await page.locator("body").press("ArrowRight");
    await onTime(0.2);
    await page.locator("body").press("Space");
    await page.waitForFunction(() => Number(document.querySelector(".scrubber").getAttribute("aria-valuenow")) > 0.5);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Play", exact: true }).waitFor();

    await slider.press("End");
    await page.getByText("Nothing is heard at this moment.").waitFor();
    assert.equal((await heat()).most, 0);
    assert.equal(await page.locator(".box").count(), 0);
    await page.locator("body").press("p");
    await onTime(0);

    const opacity = page.getByRole("slider", { name: "Opacity of the map" });
    await opacity.fill("30");
    assert.equal(await page.locator(".heat").evaluate((element) => element.style.opacity), "0.3");
    const color = () => page.locator(".heat").evaluate((canvas) => canvas.toDataURL());
    const before = await color();
    await page.getByRole("radio", { name: "viridis" }).check();
    assert.notEqual(await color(), before);
    await page.getByLabel("Boxes with scores").uncheck();
    assert.equal(await page.locator(".box").count(), 0);
    await page.reload();
    assert.equal(await page.evaluate(() => [localStorage.colors, localStorage.opacity, localStorage.boxes].join()), "viridis,0.3,off");
  });

  test("what would this sound like; hear it here; its own again", async () => {
    page = await open(browser, server.url);
    await choose(videos[0]);
    await page.locator(".box").click();
    const cards = page.locator(".nearest .card");
    await cards.first().waitFor();
    const asked = server.requests.find((one) => one.path === "/v1/search").form;
    assert.equal(asked.find, "sounds");
    assert.equal(asked.file, "frame.jpg");
    assert.deepEqual(asked.box.split(",").map(Number).map((value) => Math.round(value * 100) / 100), [0.63, 0.36, 0.87, 0.64]);
    await page.locator(".nearest .card.drawn").first().waitFor();
    const first = await heat();
    await cards.nth(1).getByRole("button", { name: "Hear it here" }).click();
    await page.getByText("scene-000001.mp4.wav").waitFor();
    await page.waitForFunction(() => document.querySelector(".busy").hidden && document.querySelector(".box"));
    assert.equal(localizations().length, 2);
    assert.equal(localizations()[1].form.sound, "scene-000001.mp4.wav");
    // Repeated as long as the video lasts: 4 s of 96,000 bytes and a head of 44.
    const request = localizations()[1].body;
    assert.ok(request.length > readFileSync(videos[0]).length + 3.9 * 96000, String(request.length));
    const swapped = await heat();
    assert.ok(Math.hypot(swapped.x - first.x, swapped.y - first.y) > 0.2, "the map has not moved");
    assert.equal(await page.locator(".frame video").evaluate((video) => video.muted), true);
    await page.getByRole("button", { name: "Its own again" }).click();
    await page.getByText("its own", { exact: true }).waitFor();

    // A rectangle drawn by hand asks about what is in it.
    await page.waitForFunction(() => document.querySelector(".busy").hidden);
    const frame = await page.locator(".frame").boundingBox();
    await page.mouse.move(frame.x + 0.1 * frame.width, frame.y + 0.1 * frame.height);
    await page.mouse.down();
    await page.mouse.move(frame.x + 0.3 * frame.width, frame.y + 0.4 * frame.height, { steps: 3 });
    await page.mouse.up();
    await page.locator(".nearest .card").first().waitFor();
    const drawn = server.requests.filter((one) => one.path === "/v1/search").at(-1).form.box.split(",").map(Number);
    [0.1, 0.1, 0.3, 0.4].forEach((value, i) => assert.ok(Math.abs(drawn[i] - value) < 0.01, String(drawn)));
    await page.locator("body").press("Escape");
    assert.equal(await page.locator(".nearest .card").count(), 0);
  });

  test("a picture, then a sound, dropped on the window", async () => {
    page = await open(browser, server.url);
    await drop(page, "thing.svg", "image/svg+xml", readFileSync(picture));
    await page.getByText("Now a sound").waitFor();
    await drop(page, "tone.wav", "audio/wav", readFileSync(sound));
    await page.locator(".box").waitFor();
    const { form } = localizations()[0];
    assert.deepEqual([form.image, form.sound], ["thing.svg", "tone.wav"]);
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await page.waitForFunction(() => Number(document.querySelector(".scrubber").getAttribute("aria-valuenow")) > 0.3);
  });

  test("what cannot be used is said, with what to do", async () => {
    page = await open(browser, server.url);
    await choose({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("hello") });
    await page.getByText("notes.txt is no picture, sound or video that is known here").waitFor();
    await server.close();
    server = await start({ media, capabilities: { localize: false } });
    await page.goto(server.url);
    await page.getByText("no network that says where a sound comes from").waitFor();
    await choose(videos[0]);
    await page.getByText("start it with --run RUN of an AVOL-Net").waitFor();
    page.troubles = page.troubles.filter((text) => !text.includes("501"));
  });

  test("a video that the browser cannot play is shown as the server draws it; one can be kept as drawn", async () => {
    page = await open(browser, server.url);
    await choose({ name: "old.avi", mimeType: "video/x-msvideo", buffer: Buffer.from("RIFF....AVI LIST") });
    await page.getByText("This is a copy with the map drawn into it").waitFor();
    await page.getByText("In sight", { exact: true }).waitFor();
    assert.equal((await heat()).most, 0);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Video with map" }).click()]);
    assert.equal(download.suggestedFilename(), "old.avi.localized.mp4");
    assert.deepEqual(readFileSync(await download.path()), readFileSync(videos[0]));
    const [answer] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Answer as JSON" }).click()]);
    assert.equal(JSON.parse(readFileSync(await answer.path())).moments.length, 20);
  });

  test("a long video is a job that shows its progress and can be stopped", async () => {
    server.state.localizeAsJob = true;
    page = await open(browser, server.url);
    await choose(videos[0]);
    await page.getByText(/\d of 5 files/).waitFor();
    await page.locator(".box").waitFor();
    await choose(videos[1]);
    await page.getByText(/\d of 5 files/).waitFor();
    await page.locator(".busy").getByRole("button", { name: "Stop" }).click();
    await page.locator(".notice", { hasText: "Stopped." }).waitFor();
    assert.ok(server.requests.some((one) => one.method === "DELETE"));
  });

  test("a server with a token asks for it once", async () => {
    await server.close();
    server = await start({ media, token: "secret" });
    page = await open(browser, server.url);
    await page.getByLabel("Token", { exact: true }).fill("wrong");
    await page.getByRole("button", { name: "Open" }).click();
    await page.getByText("This is not the server's token.").waitFor();
    await page.getByLabel("Token", { exact: true }).fill("secret");
    await page.getByRole("button", { name: "Open" }).click();
    await page.waitForFunction(() => !document.querySelector("dialog"));
    await choose(videos[0]);
    await page.locator(".box").waitFor();
    page.troubles = page.troubles.filter((text) => !text.includes("401"));
  });

  test("search: direction, filters, hover, keep, save", async () => {
    page = await open(browser, `${server.url}#/search`);
    await choose(picture);
    await page.locator(".card.drawn").first().waitFor();
    const searches = () => server.requests.filter((one) => one.path === "/v1/search").map((one) => one.form);
    assert.deepEqual([searches()[0].find, searches()[0].in, searches()[0].k], ["sounds", "all", "30"]);
    await page.getByRole("radio", { name: "pictures" }).check();
    await page.waitForFunction(() => !document.querySelector(".stale"));
    await page.getByRole("radio", { name: "videos" }).check();
    await page.getByLabel("Folder").selectOption("scenes");
    await page.waitForFunction(() => !document.querySelector(".stale"));
    assert.deepEqual([searches().at(-1).find, searches().at(-1).in, searches().at(-1).folder], ["pictures", "videos", "scenes"]);

    await page.locator(".card-face").nth(1).hover();
    await page.locator(".card.playing .playhead").waitFor();
    await page.mouse.move(2, 2);
    await page.waitForFunction(() => !document.querySelector(".card.playing"));
    await page.locator("body").press("n");
    await page.keyboard.press("Enter");
    await page.locator(".card.playing").waitFor();
    await page.keyboard.press("k");
    await page.getByRole("button", { name: "Kept (1)" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".keep-hit").nth(1).click();

    await page.reload();
    await choose(sound);
    await page.locator(".card").first().waitFor();
    assert.equal(searches().at(-1).find, "pictures");
    await page.getByRole("button", { name: "Kept (2)" }).click();
    const saved = {};
    for (const kind of ["JSON", "CSV", "VTT"]) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: kind, exact: true }).click()]);
      saved[kind] = readFileSync(await download.path(), "utf8");
      assert.equal(download.suggestedFilename(), `hits.${kind.toLowerCase()}`);
    }
    assert.equal(JSON.parse(saved.JSON).length, 2);
    assert.match(saved.CSV, /^folder,path.*\r\nscenes,scene-000000.mp4/);
    assert.match(saved.VTT, /^WEBVTT\n\nNOTE scenes/);
    await page.getByRole("button", { name: "Let all go" }).click();
    await page.getByRole("button", { name: "Kept (0)" }).waitFor();

    await page.getByRole("button", { name: "Similar" }).first().click();
    await page.locator(".card").first().waitFor();
    assert.match(server.requests.filter((one) => one.path === "/v1/search").at(-1).body.toString(), /"id":"[0-9a-f]{32}"/);
  });

  test("search by what the microphone hears", async () => {
    page = await open(browser, `${server.url}#/search`);
    await page.getByRole("button", { name: "Record a sound" }).first().click();
    await page.waitForFunction(() => /0:01\.[2-9]/.test(document.querySelector(".recorder")?.textContent ?? ""));
    await page.waitForFunction(() => document.querySelector(".recorder meter").value > 0.2);
    await page.getByRole("button", { name: "Stop and search" }).click();
    await page.locator(".card").first().waitFor();
    const { form, body } = server.requests.find((one) => one.path === "/v1/search");
    assert.deepEqual([form.file, form.find], ["recording.wav", "pictures"]);
    assert.ok(body.length > 96000);
  });

  test("a search that fails says why and can be tried again", async () => {
    server.state.failSearch = [503, "The queue is full."];
    page = await open(browser, `${server.url}#/search`);
    await choose(picture);
    await page.getByText("The queue is full.").waitFor();
    server.state.failSearch = undefined;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".card").first().waitFor();
    page.troubles = page.troubles.filter((text) => !text.includes("503"));
  });

  test("library: what is indexed, indexing, failures with reasons", async () => {
    page = await open(browser, `${server.url}#/library`);
    await page.getByText("its end is missing").waitFor();
    assert.equal(await page.locator("tbody tr").count(), 4);
    await page.getByRole("radio", { name: "failed" }).check();
    await page.waitForFunction(() => document.querySelectorAll("tbody tr").length === 1);
    await page.getByRole("button", { name: "Bring up to date" }).click();
    await page.getByText(/of 5 files/).waitFor();
    await page.locator(".notice", { hasText: "Done: 2 files new or changed" }).waitFor();
    await page.getByRole("radio", { name: "indexed" }).check();
    await page.getByRole("link", { name: "Where? scene-000000.mp4" }).click();
    await page.locator(".box").waitFor();
    assert.match(localizations()[0].form.videoId, /^[0-9a-f]{32}$/);
  });

  test("library without an index says how to get one", async () => {
    server.state.indexed = false;
    page = await open(browser, `${server.url}#/library`);
    await page.getByText("Nothing is indexed yet").waitFor();
  });

  test("model: sentences, numbers with baselines, curves, provenance", async () => {
    page = await open(browser, `${server.url}#/model`);
    await page.getByText("It listens: with another sound the map moves").waitFor();
    await page.getByText("95 % interval 92.3 % to 98.0 %; n = 200; center 16.0 %").waitFor();
    assert.match(await page.locator("svg.chart").first().getAttribute("aria-label"), /validation ends at 8\d %/);
    await page.getByText("ba8b696").waitFor();
  });

  test("live: frames and sound go out, the map and its delay come back", async () => {
    page = await open(browser, `${server.url}#/model`);
    const sent = { frames: 0, sounds: 0 };
    await page.routeWebSocket("**/v1/live", (socket) => {
      socket.send(JSON.stringify({ type: "ready", visibleFrom: 0.5, imageSide: 80 }));
      socket.onMessage((message) => {
        const bytes = Buffer.from(message);
        if (bytes[0] === 2) {
          sent.sounds++;
          sent.rate = bytes.readUInt32LE(4);
          return;
        }
        sent.frames++;
        sent.jpeg = bytes.readUInt16BE(16) === 0xffd8;
        const scores = Array.from({ length: 196 }, (_, i) => (i === 100 ? 0.95 : 0.02));
        socket.send(
          JSON.stringify({
            type: "answer",
            timeMicroseconds: Number(bytes.readBigInt64LE(8)),
            latencyMilliseconds: 12,
            droppedFrames: 3,
            heard: true,
            visible: true,
            probability: 0.95,
            peak: { x: 0.2, y: 0.5, score: 0.95 },
            boxes: [{ x0: 0.1, y0: 0.4, x1: 0.3, y1: 0.6, score: 0.95 }],
            map: { rows: 14, columns: 14, scores },
          }),
        );
      });
    });
    await page.getByRole("link", { name: "Live" }).click();
    await page.getByRole("button", { name: "Start camera and microphone" }).click();
    await page.locator(".box").waitFor();
    await page.getByText("95 % sure that something in sight makes this sound; said from 50 % on.").waitFor();
    assert.match(await page.locator(".figures").innerText(), /\d+ ms[\s\S]*12 ms[\s\S]*3/);
    assert.ok((await heat()).most > 200);
    await page.waitForFunction(() => document.querySelector("meter").value > 0.2);
    assert.deepEqual([sent.rate, sent.jpeg, sent.frames > 0, sent.sounds > 0], [48000, true, true, true]);
    await page.locator("body").press("1");
    assert.equal(await page.evaluate(() => document.querySelector("video")?.srcObject ?? null), null);
  });

  test("keys, themes, help", async () => {
    page = await open(browser, server.url, { colorScheme: "light" });
    const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const light = await background();
    await page.locator("body").press("t");
    assert.notEqual(await background(), light);
    await page.reload();
    assert.notEqual(await background(), light);
    await page.locator("body").press("2");
    await page.getByText("Find it by sight or by sound").waitFor();
    await page.locator("body").press("?");
    await page.getByRole("dialog").getByText("Other direction").waitFor();
    assert.deepEqual(await findings(page), []);
    await page.getByLabel("Single keys are shortcuts").uncheck();
    await page.keyboard.press("Escape");
    await page.locator("body").press("3");
    assert.match(page.url(), /search/);
  });

  for (const [width, height, colorScheme] of [[1280, 860, "light"], [360, 740, "dark"]]) {
    test(`every view is accessible and fits, ${width} pixels, ${colorScheme}`, async () => {
      page = await open(browser, server.url, { viewport: { width, height }, colorScheme, reducedMotion: "reduce" });
      for (const view of ["where", "search", "library", "model", "live"]) {
        await page.goto(`${server.url}#/${view}`);
        await page.locator("main .view").waitFor();
        await page.waitForLoadState("networkidle");
        assert.deepEqual(await findings(page), [], `${view}, first`);
        assert.equal(await overhang(page), 0, view);
        if (view === "where" || view === "search") {
          await choose(videos[0]);
          await page.locator(view === "where" ? ".box" : ".card").first().waitFor();
          if (view === "where") {
            await page.locator(".box").first().click();
            await page.locator(".card").first().waitFor();
          }
          assert.deepEqual(await findings(page), [], `${view}, with an answer`);
          assert.equal(await overhang(page), 0, view);
        }
      }
    });
  }

  test("live in this browser: what is no network is said, and how to go on", async () => {
    page = await open(browser, server.url);
    await page.route("**/v1/model/onnx", (route) => route.fulfill({ body: "no network" }));
    await page.getByRole("link", { name: "Live" }).click();
    await page.getByRole("radio", { name: "in this browser" }).check();
    await page.getByText("stay in this browser").waitFor();
    await page.getByRole("button", { name: "Start camera and microphone" }).click();
    await page.getByText(/The network cannot run in this browser \(.*\)\. Choose “on this server”\./).waitFor();
    assert.ok(await page.getByRole("button", { name: "Start camera and microphone" }).isVisible());
    page.troubles = page.troubles.filter((trouble) => !/protobuf|onnx/i.test(trouble)); // what the runtime says to the console
  });

  test("the first view is small", async () => {
    page = await open(browser, server.url);
    await page.locator(".headline").waitFor();
    const { script, ready } = await page.evaluate(() => ({
      script: performance.getEntriesByType("resource").filter((one) => one.name.endsWith(".js")).reduce((sum, one) => sum + one.decodedBodySize, 0),
      ready: performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
    }));
    console.log(`first view: ${script} bytes of script, ready after ${ready.toFixed(0)} ms`);
    assert.ok(script > 1000 && script < 100_000, String(script));
  });
});

async function drop(page, name, type, bytes) {
  const transfer = await page.evaluateHandle(
    ([fileName, fileType, base64]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], fileName, { type: fileType }));
      return data;
    },
    [name, type, bytes.toString("base64")],
  );
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
}
