// What was added in this session: sent batch by batch, followed by the server's events, and asked for where they do not come.
// It outlives the view: one may go elsewhere while files are read.

import { effect, signal, untracked } from "@preact/signals";
import { api, ApiError, type Job } from "../api";
import { archiveChanged, go, jobs, live, place } from "../state";
import { errorText, toast } from "../ui";
import { batches, LARGEST, type Named, type Refusal, sendable } from "./pick";
import { w } from "../i18n/incident";

/** One thing that was added: a batch of files, or a text. */
export interface Sent {
  id: number;
  /** What it was, for a person. */
  label: string;
  files: number;
  /** The server's job; null while it is being sent. */
  job: string | null;
  /** Files that were not sent. */
  refused: Refusal[];
  /** Why it was not taken. */
  failed: string | null;
}

export const sent = signal<Sent[]>([]);
let next = 1;

const change = (id: number, with_: Partial<Sent>): void => {
  sent.value = sent.value.map((s) => (s.id === id ? { ...s, ...with_ } : s));
};
const add = (s: Omit<Sent, "id">): number => {
  const id = next++;
  sent.value = [{ ...s, id }, ...sent.value];
  return id;
};

export function dismiss(id: number): void {
  sent.value = sent.value.filter((s) => s.id !== id);
}

export function refusalText(r: Refusal): string {
  if (r.why === "too_large") return w("add.too_large", { mb: Math.round(LARGEST / 1024 / 1024) });
  return w(r.why === "empty" ? "add.empty_file" : "add.unreadable");
}

/** Sends files. What is not sent is told by file. */
export async function addFiles(files: readonly Named[], unread: readonly Refusal[] = []): Promise<void> {
  const { batches: parts, refused } = batches(files);
  const not = [...unread, ...refused];
  if (parts.length === 0) {
    if (not.length === 0) toast(w("add.nothing_dropped"), { bad: true });
    else add({ label: not[0]!.name, files: 0, job: null, refused: not, failed: "" });
    return;
  }
  const queued = parts.map((part, i) => ({
    part,
    id: add({ label: part.length === 1 ? part[0]!.name : w("add.n_files", { n: part.length }), files: part.length, job: null, refused: i === 0 ? not : [], failed: null }),
  }));
  // One after the other: the server has one writer, and takes few jobs at a time.
  for (const { part, id } of queued) {
    const form = new FormData();
    for (const { name, file } of part) form.append("files", file, sendable(name));
    if (await send(id, form)) await finished(id);
  }
}

/** Sends a text; whether it was taken. */
export function addText(text: { text: string; title?: string; url?: string; outlet?: string; published?: string }): Promise<boolean> {
  const first = text.title ?? text.text.trim().split("\n")[0]!.slice(0, 80);
  return send(add({ label: first || w("add.pasted"), files: 1, job: null, refused: [], failed: null }), text);
}

async function send(id: number, body: Parameters<typeof api.add>[0]): Promise<boolean> {
  try {
    const { job } = await patient(() => api.add(body));
    change(id, { job });
    if (place.peek().path !== "/add") toast(w("add.toast_started", { what: sent.peek().find((s) => s.id === id)?.label ?? "" }), { action: { label: w("add.open"), run: () => go("/add") } });
    follow(job);
    return true;
  } catch (error) {
    change(id, { failed: errorText(error) });
    if (place.peek().path !== "/add") toast(errorText(error), { bad: true });
    return false;
  }
}

/** Asks again for a while where the server is busy with what others add. */
async function patient<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ApiError && error.code === "busy") || tries >= 60) throw error;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
  }
}

/** Waits until the job of something sent has ended. */
function finished(id: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = effect(() => {
      const one = sent.value.find((s) => s.id === id);
      if (one && !(one.job && ended(jobs.value[one.job]))) return;
      // Not while the effect is still being set up.
      queueMicrotask(() => {
        stop();
        resolve();
      });
    });
  });
}

export const ended = (job: Job | undefined): boolean => job?.state === "done" || job?.state === "failed";

/** Asks for a job now and then until it has ended: events may be missed, and some servers in between hold them back. */
function follow(id: string, wait = 400): void {
  setTimeout(() => {
    if (ended(jobs.peek()[id])) return;
    const again = () => follow(id, Math.min(wait * 1.5, live.peek() === "open" ? 5_000 : 2_000));
    api.job(id).then(
      (job) => {
        jobs.value = { ...jobs.peek(), [id]: job };
        if (!ended(job)) again();
      },
      again,
    );
  }, wait);
}

// Once a job has ended, what it brought is shown everywhere, and told where the person has gone elsewhere.
const told = new Set<string>();
effect(() => {
  const known = jobs.value;
  untracked(() => {
    for (const s of sent.value) {
      const job = s.job ? known[s.job] : undefined;
      if (!job || !ended(job) || told.has(job.id)) continue;
      told.add(job.id);
      if (job.added > 0) archiveChanged({ incidents: job.incidents, reports: job.added, decisions: 0 });
      if (place.peek().path !== "/add") {
        const what = job.state === "done" ? w("add.toast_done", { what: w("add.n_new", { n: job.added }) }) : w("add.state.failed");
        toast(what, { bad: job.state === "failed", action: { label: w("add.open"), run: () => go("/add") } });
      }
    }
  });
});
