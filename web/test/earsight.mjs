// The program itself, for media and for a real server. EARSIGHT names another launcher than the repository's.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const launcher = process.env.EARSIGHT ?? fileURLToPath(new URL("../../earsight", import.meta.url));

export const built = process.env.EARSIGHT !== undefined || existsSync(fileURLToPath(new URL("../../cli/target/earsight/lib", import.meta.url)));

export function run(...args) {
  return execFileSync(launcher, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], maxBuffer: 1e8 });
}

/** A folder of its own under the system's, gone when the process ends. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "earsight-page-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Videos of drawn things that sound, made by `earsight scene`: their paths. */
export function scenes(into, clips, ...options) {
  run("scene", "--out", into, "--clips", String(clips), ...options);
  return readdirSync(into)
    .filter((name) => name.endsWith(".mp4"))
    .sort()
    .map((name) => join(into, name));
}

/** Starts `earsight serve` on a free port and waits until it says where; answers `{url, stop}`. */
export function serve(...args) {
  const process = spawn(launcher, ["serve", "--port", "0", ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  return new Promise((resolve, reject) => {
    const read = (text) => {
      said += text;
      const url = /http:\/\/(?:localhost|127\.0\.0\.1):\d+/.exec(said)?.[0];
      if (url) {
        resolve({ url: `${url}/`, stop: () => new Promise((done) => (process.once("exit", done), process.kill("SIGTERM"))) });
      }
    };
    process.stdout.setEncoding("utf8").on("data", read);
    process.stderr.setEncoding("utf8").on("data", read);
    process.once("exit", (code) => reject(new Error(`earsight serve ended with ${code}: ${said}`)));
  });
}
