// Writes every file of dist/ that can be made smaller beside itself in brotli and gzip: the program embeds them and sends what a browser takes, and
// so compresses nothing while it serves.
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = new URL("../dist/", import.meta.url).pathname;
const files = readdirSync(root, { recursive: true })
  .map((name) => join(root, String(name)))
  .filter((path) => statSync(path).isFile() && !/\.(br|gz)$/.test(path));
for (const path of files) {
  const bytes = readFileSync(path);
  const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  for (const [ending, less] of [["br", br], ["gz", gzipSync(bytes, { level: 9 })]]) {
    // What hardly shrinks (pictures, fonts) is sent as it is.
    if (less.length < bytes.length * 0.9) writeFileSync(`${path}.${ending}`, less);
  }
}
