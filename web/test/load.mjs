// Modules of the page for tests in Node, which cannot read TypeScript itself.
import { fileURLToPath } from "node:url";
import { build } from "vite";

/** What a module of `src/` exports. */
export async function load(path) {
  const entry = fileURLToPath(new URL(`../src/${path}`, import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: "error",
    build: { write: false, minify: false, target: "node20", lib: { entry, formats: ["es"], fileName: "module" } },
  });
  const { code } = [result].flat()[0].output[0];
  return import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
}

/** Random numbers that are the same for the same seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
