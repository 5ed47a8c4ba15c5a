// MapLibre for the page, built from its own source without what the page never uses: the globe, symbols with glyphs (labels
// are HTML), raster, video and elevation, MLT tiles. That is 53 kB gzipped less than MapLibre as it is published.
//
// Comes in: `import … from "maplibre-gl"` of the page's code. Goes out: three modules in assets/maplibre-VERSION-HASH (page, worker
// and what both need, once), which find each other by their place, from 'self', as the CSP asks. While developing (`vite`)
// the published files are used as they are.
//
// The replaced modules are of the version below; another version must be looked at before it is taken.

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { build, type Plugin } from "vite";

const VERSION = "6.4.1";
/** What the page imports from MapLibre; anything else is an error of the build, not of the browser. */
const NAMES = ["Map", "LngLatBounds"];

const none = (...names: string[]) => names.map((name) => `export function ${name}() {}`).join("\n");
const absent = (name: string) => `export class ${name} { constructor() { throw new Error("${name} is not in this build of MapLibre"); } }`;

/** Modules of MapLibre's src/ and what stands for them. */
const REPLACED: Record<string, string> = {
  "../package.json": `export default { version: "${VERSION}" };`,
  "source/vector_tile_mlt.ts": absent("MLTVectorTile"),
  "source/raster_tile_source.ts": absent("RasterTileSource"),
  "source/raster_dem_tile_source.ts": absent("RasterDEMTileSource"),
  "source/video_source.ts": absent("VideoSource"),
  "source/canvas_source.ts": absent("CanvasSource"),
  "webgl/draw/draw_symbol.ts": none("drawSymbols"),
  "webgl/draw/draw_heatmap.ts": none("drawHeatmap"),
  "webgl/draw/draw_hillshade.ts": none("drawHillshade"),
  "webgl/draw/draw_color_relief.ts": none("drawColorRelief"),
  "webgl/draw/draw_raster.ts": none("drawRaster"),
  "webgl/draw/draw_fill_extrusion.ts": none("drawFillExtrusion"),
  "symbol/symbol_layout.ts": none("performSymbolLayout", "getAnchorJustification"),
  "geo/projection/projection_factory.ts": `
    import { MercatorProjection } from "./mercator_projection.ts";
    import { MercatorTransform } from "./mercator_transform.ts";
    import { MercatorCameraHelper } from "./mercator_camera_helper.ts";
    export function createProjectionFromName(_name, constrainOverride) {
      return { projection: new MercatorProjection(), transform: new MercatorTransform({ constrainOverride }), cameraHelper: new MercatorCameraHelper() };
    }`,
  "style/create_style_layer.ts": `
    import { BackgroundStyleLayer } from "./style_layer/background_style_layer.ts";
    import { CircleStyleLayer } from "./style_layer/circle_style_layer.ts";
    import { FillStyleLayer } from "./style_layer/fill_style_layer.ts";
    import { LineStyleLayer } from "./style_layer/line_style_layer.ts";
    const LAYERS = { background: BackgroundStyleLayer, circle: CircleStyleLayer, fill: FillStyleLayer, line: LineStyleLayer };
    export function createStyleLayer(layer, globalState) {
      const Layer = LAYERS[layer.type];
      if (!Layer) throw new Error("layers of type " + layer.type + " are not in this build of MapLibre");
      return new Layer(layer, globalState);
    }`,
};

const require = createRequire(import.meta.url);
const root = dirname(require.resolve("maplibre-gl/package.json"));
const src = join(root, "src");
const ENTRY = "\0isnad-maplibre";

/** The part of the plugin that works inside the build of MapLibre. */
const replace: Plugin = {
  name: "isnad-maplibre-parts",
  enforce: "pre",
  resolveId: (id) => (id === ENTRY ? id : undefined),
  load(id) {
    if (id === ENTRY) {
      return `export { Map } from ${JSON.stringify(join(src, "ui/map.ts"))};\nexport { LngLatBounds } from ${JSON.stringify(join(src, "geo/lng_lat_bounds.ts"))};`;
    }
    const code = REPLACED[relative(src, id.split("?")[0]!)];
    return code === undefined ? undefined : { code, moduleType: "js" };
  },
};

async function modules(): Promise<{ fileName: string; source: string }[]> {
  const built = await build({
    configFile: false,
    root,
    logLevel: "error",
    plugins: [replace],
    // As MapLibre's own tsconfig has it: a field that is only declared must not undo what the parent's constructor set.
    oxc: { typescript: { removeClassFieldsWithoutInitializer: true }, assumptions: { setPublicClassFields: true } },
    build: {
      write: false,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        input: { "maplibre-gl": ENTRY, "maplibre-gl-worker": join(src, "source/worker.ts") },
        preserveEntrySignatures: "exports-only",
        output: { entryFileNames: "[name].mjs", chunkFileNames: "maplibre-gl-[hash].mjs" },
      },
    },
  });
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((b) => ("output" in b ? b.output : []));
  return outputs.flatMap((o) => (o.type === "chunk" ? [{ fileName: o.fileName, source: o.code }] : []));
}

export function maplibre(): Plugin {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  let parts: { fileName: string; source: string }[] = [];
  // The folder has a hash of what is in it: its files keep their names, by which they find each other.
  let folder = "";
  return {
    name: "isnad-maplibre",
    apply: "build",
    enforce: "pre",
    async buildStart() {
      if (version !== VERSION) this.error(`vite-maplibre.ts is written for MapLibre ${VERSION}, not ${version}: look at what it replaces`);
      for (const path of Object.keys(REPLACED)) if (!existsSync(join(src, path))) this.error(`MapLibre has no ${path}`);
      parts = await modules();
      const hash = createHash("sha256");
      for (const { source } of parts) hash.update(source);
      folder = `assets/maplibre-${version}-${hash.digest("hex").slice(0, 8)}`;
    },
    resolveId(id) {
      return id === "maplibre-gl" ? { id: `/${folder}/maplibre-gl.mjs`, external: true } : undefined;
    },
    generateBundle(_options, bundle) {
      const imported = new RegExp(`import\\s*\\{([^}]*)\\}\\s*from\\s*["\']/${folder.replaceAll(".", "\\.")}/maplibre-gl\\.mjs`, "g");
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk") continue;
        for (const [, names] of chunk.code.matchAll(imported)) {
          for (const name of names!.split(",").map((n) => n.trim().split(/\s+as\s+/)[0]!)) {
            if (!NAMES.includes(name)) this.error(`the page imports ${name} from maplibre-gl: add it to NAMES and to the entry in vite-maplibre.ts`);
          }
        }
      }
      for (const { fileName, source } of parts) this.emitFile({ type: "asset", fileName: `${folder}/${fileName}`, source });
      this.emitFile({ type: "asset", fileName: `${folder}/LICENSE.txt`, source: readFileSync(join(root, "LICENSE.txt"), "utf8") });
    },
  };
}
