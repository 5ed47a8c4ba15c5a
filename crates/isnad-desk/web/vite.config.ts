import { defineConfig } from "vite";
import { maplibre } from "./vite-maplibre.ts";

export default defineConfig({
  plugins: [maplibre()],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // Modules of a few lines stand in files of their own; nothing is inlined, since the CSP allows no inline code.
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  optimizeDeps: { exclude: ["maplibre-gl"] },
  server: {
    host: "127.0.0.1",
    port: Number(process.env.ISNAD_WEB_PORT ?? 5173),
    proxy: { "/api": { target: process.env.ISNAD_API ?? "http://127.0.0.1:7330", changeOrigin: false } },
  },
  preview: {
    host: "127.0.0.1",
    proxy: { "/api": { target: process.env.ISNAD_API ?? "http://127.0.0.1:7330" } },
  },
});
