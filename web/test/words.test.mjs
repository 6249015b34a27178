import assert from "node:assert/strict";
import { test } from "node:test";
import { load, random } from "./load.mjs";

const { momentIndex, nextVisible, segments, shares } = await load("timeline.ts");
const { asCsv, asJson, asVtt } = await load("views/search/export.ts");
const { bytes, clock, lasting, plural } = await load("format.ts");
const { address, fromAddress, kindOf } = await load("source.ts");
const { ticks } = await load("ticks.ts");

const moment = (seconds, state) => ({ seconds, heard: state !== "quiet", visible: state === "visible" });

test("neighboring moments of one state are one stretch; each moment reaches halfway to the next", () => {
  const parts = segments([moment(0, "visible"), moment(1, "visible"), moment(2, "quiet"), moment(3, "unseen")], 4);
  assert.deepEqual(parts, [
    { state: "visible", startSeconds: 0, endSeconds: 1.5 },
    { state: "quiet", startSeconds: 1.5, endSeconds: 2.5 },
    { state: "unseen", startSeconds: 2.5, endSeconds: 4 },
  ]);
  assert.deepEqual(shares(parts), { visible: 0.375, unseen: 0.375, quiet: 0.25 });
  assert.deepEqual(shares(segments([], 4)), { visible: 0, unseen: 0, quiet: 0 });
  assert.equal(nextVisible(parts, 2, false), 0);
  assert.equal(nextVisible(parts, 2, true), undefined);
});

for (const seed of [1, 2, 3, 4]) {
  test(`stretches cover the time without gaps and say what the nearest moment says, seed ${seed}`, () => {
    const next = random(seed);
    const states = ["visible", "unseen", "quiet"];
    const moments = Array.from({ length: 40 }, (_, i) => moment(i * 0.2, states[Math.floor(next() * 3)]));
    const parts = segments(moments, 8);
    assert.equal(parts[0].startSeconds, 0);
    assert.equal(parts.at(-1).endSeconds, 8);
    parts.slice(1).forEach((part, i) => assert.equal(part.startSeconds, parts[i].endSeconds));
    for (let i = 0; i < 100; i++) {
      const time = next() * 8;
      const nearest = moments.reduce((best, one) => (Math.abs(one.seconds - time) < Math.abs(best.seconds - time) ? one : best));
      const part = parts.find((one) => time >= one.startSeconds && time < one.endSeconds);
      assert.equal(part.state, nearest.heard ? (nearest.visible ? "visible" : "unseen") : "quiet");
      const before = moments.filter((one) => one.seconds <= time).length - 1;
      assert.equal(momentIndex(moments, time), Math.max(0, before));
    }
    assert.equal(momentIndex([], 1), -1);
  });
}

const HITS = [
  { id: "ab", folder: "f", path: 'a,"b.mp4', kind: "video", side: "sound", startSeconds: 61.5, endSeconds: 3663.25, score: 0.5, links: { file: "/x" } },
  { id: "cd", folder: "f", path: "=1+1.jpg", kind: "image", side: "picture", startSeconds: 0, endSeconds: 0, score: 0.25, links: { file: "/y" } },
  { id: "ab", folder: "f", path: 'a,"b.mp4', kind: "video", side: "sound", startSeconds: 1, endSeconds: 2, score: 0.4, links: { file: "/x" } },
];

test("hits as CSV: quoted as RFC 4180 says, no formulas", () => {
  assert.equal(
    asCsv(HITS.slice(0, 2)),
    'folder,path,kind,side,startSeconds,endSeconds,score,id\r\nf,"a,""b.mp4",video,sound,61.5,3663.25,0.5,ab\r\nf,\'=1+1.jpg,image,picture,0,0,0.25,cd\r\n',
  );
});

test("hits as WebVTT: in order of time, pictures left out", () => {
  assert.equal(
    asVtt(HITS),
    'WEBVTT\n\nNOTE f/a,"b.mp4\n\n00:00:01.000 --> 00:00:02.000\na,"b.mp4 (sound, score 0.400)\n\n00:01:01.500 --> 01:01:03.250\na,"b.mp4 (sound, score 0.500)\n',
  );
  assert.ok(!asVtt([{ ...HITS[0], path: "x --> <y>" }]).includes("x -->"));
});

test("hits as JSON: without the server's addresses", () => {
  assert.deepEqual(Object.keys(JSON.parse(asJson(HITS))[0]), ["id", "folder", "path", "kind", "side", "startSeconds", "endSeconds", "score"]);
});

test("numbers as people read them", () => {
  assert.equal(clock(83.44), "1:23.4");
  assert.equal(clock(59.97), "1:00.0");
  assert.equal(clock(3600), "1:00:00.0");
  assert.equal(lasting(40), "40 s");
  assert.equal(lasting(9000), "2.5 hours");
  assert.equal(bytes(2.5e6), "2.5 MB");
  assert.equal(plural(1, "hit"), "1 hit");
  assert.equal(plural(1200, "hit"), "1,200 hits");
});

test("files are told by type, then by name", () => {
  assert.equal(kindOf({ name: "x", type: "audio/webm" }), "sound");
  assert.equal(kindOf({ name: "X.MKV", type: "" }), "video");
  assert.equal(kindOf({ name: "x.flac", type: "application/octet-stream" }), "sound");
  assert.equal(kindOf({ name: "notes.txt", type: "text/plain" }), undefined);
});

test("addresses of files in the library go there and back, others are refused", () => {
  const source = { kind: "video", name: "a b/ü.mp4", url: "/v1/media/0123456789abcdef/file", id: "0123456789abcdef", at: 1.5 };
  const query = address("where", source).split("?")[1];
  assert.deepEqual(fromAddress(new URLSearchParams(query)), source);
  assert.equal(fromAddress(new URLSearchParams("id=../../etc&kind=video")), undefined);
  assert.equal(fromAddress(new URLSearchParams("id=0123456789abcdef&kind=folder")), undefined);
});

test("ticks are round and inside", () => {
  assert.deepEqual(ticks(0, 1), [0, 0.5, 1]);
  assert.deepEqual(ticks(0.12, 0.61), [0.2, 0.4, 0.6]);
  assert.deepEqual(ticks(3, 3), [3]);
});
