import { defineConfig } from "vite";

// `npm run dev` shows the page with a running `earsight serve` behind it.
const server = process.env["EARSIGHT_SERVER"] ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "./",
  build: { target: "es2023", assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: true },
  worker: { format: "es" },
  server: { proxy: { "/v1": { target: server, ws: true }, "/openapi.yaml": server } },
});
