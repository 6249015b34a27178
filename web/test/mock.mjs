// A server that answers as openapi.yaml says, without a network behind it: for work on the page and for tests of what a real server
// does seldom (tokens, failures, slow jobs). `node test/mock.mjs [port] [folder of scenes]` serves dist/ with it.
import { createServer } from "node:http";
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createHash } from "node:crypto";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".mp4": "video/mp4", ".wasm": "application/wasm" };
export const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; media-src 'self' blob:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** A mono WAV file of 16-bit samples at 48 kHz. */
export function pcm16(samples) {
  const buffer = Buffer.alloc(44 + 2 * samples.length);
  buffer.write("RIFF", 0);
  buffer.writeUInt32LE(36 + 2 * samples.length, 4);
  buffer.write("WAVEfmt ", 8);
  buffer.writeUInt32LE(16, 16);
  buffer.writeUInt16LE(1, 20);
  buffer.writeUInt16LE(1, 22);
  buffer.writeUInt32LE(48000, 24);
  buffer.writeUInt32LE(96000, 28);
  buffer.writeUInt16LE(2, 32);
  buffer.writeUInt16LE(16, 34);
  buffer.write("data", 36);
  buffer.writeUInt32LE(2 * samples.length, 40);
  samples.forEach((value, i) => buffer.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(value))), 44 + 2 * i));
  return buffer;
}

/** So many seconds of a tone that is struck twice a second, as WAV. */
export function wav(seconds, hertz = 440) {
  return pcm16(
    Array.from({ length: Math.round(seconds * 48000) }, (_, i) => {
      const t = i / 48000;
      return 14000 * Math.exp(-4 * (t % 0.5)) * (Math.sin(2 * Math.PI * hertz * t) + 0.4 * Math.sin(4.01 * Math.PI * hertz * t));
    }),
  );
}

function map(x, y, strength) {
  const scores = [];
  for (let row = 0; row < 14; row++) {
    for (let column = 0; column < 14; column++) {
      const d = ((column + 0.5) / 14 - x) ** 2 + ((row + 0.5) / 14 - y) ** 2;
      scores.push(Number((strength * Math.exp(-d / 0.018) + 0.02).toFixed(4)));
    }
  }
  return { rows: 14, columns: 14, scores };
}

/** Moments of a thing that goes round: seen and heard, then heard only, then quiet. */
export function localization(kind, durationSeconds, shift = 0) {
  const moments = [];
  for (let i = 0; i * 0.2 < durationSeconds; i++) {
    const seconds = i * 0.2;
    const share = seconds / durationSeconds;
    if (share > 0.8) {
      moments.push({ seconds, heard: false });
      continue;
    }
    const x = 0.5 + 0.25 * Math.cos(seconds + shift);
    const y = 0.5 + 0.25 * Math.sin(seconds + shift);
    const visible = share < 0.55;
    const probability = visible ? 0.9 : 0.2;
    moments.push({
      seconds,
      heard: true,
      visible,
      probability,
      peak: { x, y, score: probability },
      boxes: visible ? [{ x0: x - 0.12, y0: y - 0.14, x1: x + 0.12, y1: y + 0.14, score: 0.93 }] : [],
      map: map(x, y, probability),
    });
  }
  const result = { kind, width: 320, height: 240, durationSeconds, hopSeconds: 0.2, visibleFrom: 0.5, visibleFromChosen: true, moments };
  return kind === "picture" ? { ...result, loudestSeconds: 0 } : result;
}

/** The parts of a multipart form that are short texts, and the names of the files. */
function parts(body, type) {
  const boundary = /boundary=(.*)/.exec(type ?? "")?.[1];
  const found = {};
  for (const part of boundary ? body.toString("latin1").split(`--${boundary}`) : []) {
    const name = /name="([^"]+)"/.exec(part)?.[1];
    if (name) {
      found[name] = /filename="([^"]*)"/.exec(part)?.[1] ?? part.split("\r\n\r\n")[1]?.trimEnd();
    }
  }
  return found;
}

/** Starts the server; `token` makes it ask for one. Answers `{url, requests, close, state}`. */
export async function start({ port = 0, media, token, capabilities = {} } = {}) {
  const videos = media ? readdirSync(media).filter((name) => name.endsWith(".mp4")).sort() : [];
  const idOf = (name) => createHash("sha256").update(name).digest("hex").slice(0, 32);
  const files = new Map(videos.map((name) => [idOf(name), name]));
  const requests = [];
  const state = { jobs: new Map(), localizeAsJob: false, failSearch: undefined, indexed: true };
  const links = (id) => ({
    thumbnail: `/v1/media/${id}/thumbnail`,
    sound: `/v1/media/${id}/sound`,
    excerpt: `/v1/media/${id}/excerpt`,
    file: `/v1/media/${id}/file`,
  });
  const list = () => videos.map((name) => ({ id: idOf(name), path: name, folder: "scenes", kind: "video", state: "indexed", durationSeconds: 4, sizeBytes: 1e6, links: links(idOf(name)) }));
  const job = (kind, title, result) => {
    const id = createHash("md5").update(String(Math.random())).digest("hex");
    const self = `/v1/jobs/${id}`;
    state.jobs.set(id, { id, kind, title, state: "running", createdAt: new Date().toISOString(), links: { self, events: `${self}/events`, result: `${self}/result` }, result });
    return state.jobs.get(id);
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://127.0.0.1");
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const form = parts(body, request.headers["content-type"]);
      if (url.pathname.startsWith("/v1/")) {
        requests.push({ method: request.method, path: url.pathname, query: url.searchParams, form, body });
      }
      const json = (status, value, type = "application/json") => {
        response.writeHead(status, { "Content-Type": type });
        response.end(JSON.stringify(value));
      };
      const problem = (status, detail) => json(status, { type: "urn:earsight:problem:mock", title: "Problem", status, detail }, "application/problem+json");
      const send = (type, bytes) => {
        response.writeHead(200, { "Content-Type": type, "Content-Length": bytes.length });
        response.end(bytes);
      };
      if (token && url.pathname.startsWith("/v1/")) {
        const signedIn = request.headers.cookie?.includes("earsight=yes");
        const bearer = request.headers.authorization === `Bearer ${token}`;
        if (url.pathname === "/v1/session") {
          if (!bearer) return problem(401, "This is not the server's token.");
          response.writeHead(204, { "Set-Cookie": "earsight=yes; HttpOnly; SameSite=Strict; Path=/" });
          return response.end();
        }
        if (!signedIn && !bearer) return problem(401, "This server wants its token.");
      }
      const mediaPath = /^\/v1\/media\/([0-9a-f]+)\/(\w+)$/.exec(url.pathname);
      const jobPath = /^\/v1\/jobs\/([0-9a-f]+)(?:\/(\w+))?$/.exec(url.pathname);
      if (url.pathname === "/v1/model") {
        return json(200, model({ localize: true, embed: true, search: true, live: true, index: true, ...capabilities }));
      } else if (url.pathname === "/v1/localize") {
        if (capabilities.localize === false) return problem(501, "This server has no network that localizes; start it with --run RUN of an AVOL-Net.");
        if (request.headers.accept === "video/mp4") return send("video/mp4", readFileSync(join(media, videos[0])));
        const kind = form.video || form.videoId ? "video" : "picture";
        const answer = localization(kind, 4, form.sound && kind === "video" ? 2 : 0);
        return state.localizeAsJob ? json(202, job("localize", "Localizing clip.mp4", answer)) : json(200, answer);
      } else if (url.pathname === "/v1/search") {
        if (state.failSearch) return problem(...state.failSearch);
        const query = form.file ? form : JSON.parse(body.toString() || "{}");
        const hits = list().map((file, i) => ({ ...file, side: query.find === "sounds" ? "sound" : "picture", startSeconds: i % 3, endSeconds: (i % 3) + 2, bestSeconds: (i % 3) + 0.5, score: 0.91 - 0.05 * i }));
        return json(200, { query: { kind: /wav$/.test(form.file ?? "") ? "sound" : "image", sides: ["picture"], moments: 1 }, hits, vectors: 48, embedMilliseconds: 20, searchMilliseconds: 0.3 });
      } else if (url.pathname === "/v1/library") {
        const index = { files: videos.length + 1, images: 0, sounds: 0, videos: videos.length, waiting: 0, failed: 1, vectors: 48, durationSeconds: 24, backend: "exact", folders: [{ name: "scenes", files: videos.length }] };
        return json(200, { folders: [{ number: 0, name: "scenes", files: videos.length }], ...(state.indexed ? { index } : {}) });
      } else if (url.pathname === "/v1/library/files") {
        const failed = { path: "broken.mp4", folder: "scenes", state: "failed", reason: "its end is missing" };
        const wanted = url.searchParams.get("state");
        const all = [...(wanted === "failed" ? [] : list()), ...(wanted === "indexed" ? [] : [failed])];
        return json(200, { total: all.length, files: all });
      } else if (url.pathname === "/v1/library/index") {
        return json(202, job("index", "Indexing scenes", { added: 2, removed: 0, moved: 0, failed: 1, mediaSeconds: 8 }));
      } else if (jobPath) {
        const known = state.jobs.get(jobPath[1]);
        if (!known) return problem(404, "There is no such job.");
        if (request.method === "DELETE") {
          known.state = "canceled";
          return json(200, known);
        }
        return jobPath[2] === "events" ? events(response, known) : json(200, jobPath[2] === "result" ? known.result : known);
      } else if (mediaPath) {
        const name = files.get(mediaPath[1]);
        if (!name) return problem(404, "No file of the index has this id.");
        const number = videos.indexOf(name);
        if (mediaPath[2] === "sound") return send("audio/wav", wav(Number(url.searchParams.get("seconds") ?? 5), 220 * (number + 1)));
        if (mediaPath[2] === "thumbnail") return send("image/svg+xml", thumbnail(number));
        return ranged(request, response, join(media, name));
      }
      const path = join(DIST, normalize(url.pathname === "/" ? "/index.html" : url.pathname));
      if (path.startsWith(DIST) && existsSync(path) && statSync(path).isFile()) {
        response.writeHead(200, { "Content-Type": TYPES[extname(path)] ?? "application/octet-stream", "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff" });
        return response.end(readFileSync(path));
      }
      return problem(404, "There is nothing at this address.");
    });
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    requests,
    state,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  };
}

function events(response, known) {
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
  const { result, ...plain } = known;
  let done = 0;
  const timer = setInterval(() => {
    done++;
    const ended = done > 4 || known.state === "canceled";
    const shown = { ...plain, state: known.state === "canceled" ? "canceled" : ended ? "done" : "running", progress: { done, total: 5, unit: "files", secondsLeft: 5 - done, failed: 0, current: `clip-${done}.mp4` } };
    response.write(`event: ${ended ? "end" : "progress"}\ndata: ${JSON.stringify(shown)}\n\n`);
    if (ended) {
      known.state = shown.state;
      clearInterval(timer);
      response.end();
    }
  }, 250);
  response.on("close", () => clearInterval(timer));
}

function ranged(request, response, path) {
  const size = statSync(path).size;
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const start = Number(from ?? 0);
  const end = to ? Math.min(Number(to), size - 1) : size - 1;
  response.writeHead(from === undefined ? 200 : 206, {
    "Content-Type": "video/mp4",
    "Accept-Ranges": "bytes",
    "Content-Length": end - start + 1,
    ...(from === undefined ? {} : { "Content-Range": `bytes ${start}-${end}/${size}` }),
  });
  createReadStream(path, { start, end }).pipe(response);
}

const thumbnail = (number) =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 180"><rect width="240" height="180" fill="hsl(${number * 57} 30% 40%)"/><circle cx="${60 + 20 * number}" cy="90" r="34" fill="hsl(${number * 57 + 180} 50% 70%)"/></svg>`);

function model(capabilities) {
  const rows = Array.from({ length: 60 }, (_, i) => [i * 50, i * 0.05, 0.69 * Math.exp(-i / 25) + 0.1, 0.5 + 0.4 * (1 - Math.exp(-i / 20)), null, null, 500, 0.01, i % 6 ? null : 0.69 * Math.exp(-i / 30) + 0.15, i % 6 ? null : 0.5 + 0.37 * (1 - Math.exp(-i / 20))]);
  return {
    version: "0.1.0",
    capabilities,
    limits: { uploadBytes: 2e8, durationSeconds: 600, pixels: 4e7, decodeSeconds: 60, answerAtOnceSeconds: 20 },
    networks: [
      {
        role: "localize",
        model: "avol",
        run: "demo-avol",
        sizes: { imageSide: 80, mapSide: 10, dimensions: 128, parameters: 1234567 },
        visibleFrom: 0.5,
        visibleFromChosen: true,
        provenance: { seed: "1", "data-hash": "0123456789abcdef", commit: "ba8b696", java: "25.0.3", started: "2026-11-28T07:00:00Z", "trained-on": "0123456789abcdef" },
        measures: [
          { name: "pointing accuracy", value: 0.96, low: 0.923, high: 0.98, n: 200, percent: true, baselines: [{ name: "center", value: 0.16 }, { name: "a random thing", value: 0.333 }, { name: "shuffled sound", value: 0.275 }, { name: "silence", value: 0.435 }] },
          { name: "correspondence accuracy", value: 0.874, low: 0.849, high: 0.898, n: 800, percent: true, baselines: [{ name: "chance", value: 0.5 }] },
        ],
        curve: { columns: ["step", "minutes", "loss", "accuracy", "learning-rate", "gradient-norm", "pairs-per-second", "waiting-share", "validation-loss", "validation-accuracy"], rows },
        diagnosis: ["It listens: with another sound the map moves in 91 of 100 pictures.", "It leans little on the center of the picture."],
      },
      { role: "search", model: "ave", run: "demo-ave", sizes: { imageSide: 80, dimensions: 128, parameters: 2345678 }, provenance: { seed: "1" } },
    ],
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await start({ port: Number(process.argv[2] ?? 8080), media: process.argv[3] });
  console.log(server.url);
}
