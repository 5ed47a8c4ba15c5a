// Starts what the tests look at. Comes in: ISNAD_BIN (the program; else the worktree's own build). Goes out: the address, and how to stop it.
// Each start has a folder of its own, so that no test sees another's archive.

import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const web = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const root = resolve(web, "../../..");

export interface Server { url: string; folder: string; stop: () => Promise<void> }

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const at = probe.address();
      probe.close(() => (typeof at === "object" && at ? done(at.port) : fail(new Error("no port"))));
    });
  });
}

export function program(name = "isnad"): string {
  const given = name === "isnad" ? process.env.ISNAD_BIN : process.env.ISNAD_LAB_BIN;
  const found = (given ? [given] : ["release", "debug"].map((d) => join(root, "target", d, name))).find((p) => existsSync(p));
  if (!found) throw new Error(`${name} is not built: cargo build -p ${name}, or set ${name === "isnad" ? "ISNAD_BIN" : "ISNAD_LAB_BIN"}`);
  return found;
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    if (child.exitCode !== null) return done();
    child.once("exit", () => done());
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), 5000).unref();
  });
}

/** Starts the demo's desk. */
export async function start(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "isnad-e2e-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let said = "";
  const env = { ...process.env, TMPDIR: folder, ISNAD_USER: "e2e" };
  const child = spawn(program(), ["demo", "--no-open", "--port", String(port)], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  for (const out of [child.stdout, child.stderr]) out.on("data", (b: Buffer) => (said = (said + b.toString()).slice(-4000)));

  const stop = async () => {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const until = Date.now() + 90_000;
  for (;;) {
    const answer = await fetch(`${url}/api/meta`).catch(() => null);
    if (answer?.ok) return { url, folder, stop };
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Error(`the desk did not start (${child.exitCode === null ? "no answer in 90 s" : `ended with ${child.exitCode}`}). It said:\n${said}`);
    }
    await new Promise((r) => setTimeout(r, 200));
  }
}
