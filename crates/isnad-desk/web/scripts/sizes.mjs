// What the page weighs: every script and style of dist/, gzipped, against the budget of 400 kB. Fails when it is over.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET = 400_000;
const root = new URL("../dist/", import.meta.url).pathname;
const files = readdirSync(root, { recursive: true })
  .map((name) => join(root, String(name)))
  .filter((path) => statSync(path).isFile());
let total = 0;
for (const path of files.sort()) {
  const bytes = readFileSync(path);
  const gzipped = gzipSync(bytes, { level: 9 }).length;
  const counts = /\.(m?js|css)$/.test(path);
  if (counts) total += gzipped;
  console.log(`${String(gzipped).padStart(8)} ${counts ? " " : "-"} ${path.slice(root.length)}`);
}
console.log(`${String(total).padStart(8)}   scripts and styles, gzipped; budget ${BUDGET}`);
if (total > BUDGET) process.exit(1);
