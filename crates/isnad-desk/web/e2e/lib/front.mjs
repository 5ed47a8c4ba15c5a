// The page as the program will serve it (its CSP, index.html for its routes), with the mock behind it, for work on the page without
// the program:  node e2e/lib/front.mjs --port N --api http://127.0.0.1:M --dist DIR
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, request } from "node:http";
import { extname, join, normalize } from "node:path";

const arg = (name) => process.argv[process.argv.indexOf(`--${name}`) + 1];
const dist = arg("dist");
const api = new URL(arg("api"));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml" };
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

createServer((req, res) => {
  const path = new URL(req.url, "http://x").pathname;
  if (path.startsWith("/api/")) {
    const on = request({ host: api.hostname, port: api.port, path: req.url, method: req.method, headers: req.headers }, (from) => {
      res.writeHead(from.statusCode, from.headers);
      from.pipe(res);
    });
    on.on("error", () => { res.writeHead(502); res.end(); });
    res.on("close", () => on.destroy());
    req.pipe(on);
    return;
  }
  let file = join(dist, normalize(path));
  if (!file.startsWith(dist) || !existsSync(file) || !statSync(file).isFile()) file = join(dist, "index.html");
  res.writeHead(200, {
    "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-security-policy": CSP, "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer", "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
  });
  createReadStream(file).pipe(res);
}).listen(Number(arg("port")), "127.0.0.1");
