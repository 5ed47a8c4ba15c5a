import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { defineConfig, type Plugin } from "vite";

// MapLibre comes as three modules (page, worker, and what both need). Bundled, the shared one would be in the page's and
// in the worker's bundle: 130 kB gzipped twice. They are therefore passed on as they are, under a folder with the version,
// and the page imports them from there; the worker is found beside them, from 'self', as the CSP asks.
function maplibre(): Plugin {
  const require = createRequire(import.meta.url);
  const root = dirname(require.resolve("maplibre-gl/package.json"));
  const version = (JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string }).version;
  const folder = `assets/maplibre-${version}`;
  return {
    name: "isnad-maplibre",
    apply: "build",
    enforce: "pre",
    resolveId(id) {
      return id === "maplibre-gl" ? { id: `/${folder}/maplibre-gl.mjs`, external: true } : undefined;
    },
    generateBundle() {
      for (const name of ["maplibre-gl.mjs", "maplibre-gl-shared.mjs", "maplibre-gl-worker.mjs"]) {
        const source = readFileSync(join(root, "dist", name), "utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
        this.emitFile({ type: "asset", fileName: `${folder}/${name}`, source });
      }
    },
  };
}

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
    proxy: { "/api": { target: process.env.ISNAD_API ?? "http://127.0.0.1:7331", changeOrigin: false } },
  },
  preview: {
    host: "127.0.0.1",
    proxy: { "/api": { target: process.env.ISNAD_API ?? "http://127.0.0.1:7331" } },
  },
});
