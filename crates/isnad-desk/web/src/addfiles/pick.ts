// Comes in: what a person dropped or chose. Goes out: files with their paths, in batches that the server takes, and what it would
// not take, each with a reason. Reads folders; reads no file.

/** A file with its path below what was dropped. */
export interface Named {
  name: string;
  file: File;
}

/** A file that is not sent. */
export interface Refusal {
  name: string;
  why: "too_large" | "empty" | "unreadable";
}

/** Largest file, bytes: the server takes 64 MB with all that stands around it. */
export const LARGEST = 60 * 1024 * 1024;
/** Most files of one batch; the server takes 10,000. */
export const MOST = 5_000;

/** A name as it can be sent: no header of HTTP takes a control character, and one such name would have all files of its request refused. */
export function sendable(name: string): string {
  return name.replace(/[\u0000-\u001f\u007f]/g, "") || "file";
}

/** Files in batches within the server's limits, in the order given. */
export function batches(files: readonly Named[]): { batches: Named[][]; refused: Refusal[] } {
  const refused: Refusal[] = [];
  const out: Named[][] = [];
  let size = 0;
  for (const f of files) {
    if (f.file.size === 0) refused.push({ name: f.name, why: "empty" });
    else if (f.file.size > LARGEST) refused.push({ name: f.name, why: "too_large" });
    else {
      const last = out[out.length - 1];
      if (!last || size + f.file.size > LARGEST || last.length >= MOST) {
        out.push([f]);
        size = f.file.size;
      } else {
        last.push(f);
        size += f.file.size;
      }
    }
  }
  return { batches: out, refused };
}

/** Files of a list, with the path where the browser knows it (a folder was chosen). */
export function named(files: Iterable<File>): Named[] {
  return [...files].map((file) => ({ name: file.webkitRelativePath || file.name, file })).filter((f) => !hidden(f.name));
}

/** Files that systems leave behind in folders are nobody's reports. */
function hidden(name: string): boolean {
  const last = name.split("/").pop() ?? "";
  return last.startsWith(".") || last === "Thumbs.db" || last === "desktop.ini";
}

/** All files of what was dropped, folders read through. What cannot be read is told, and stops nothing. */
export async function dropped(data: DataTransfer): Promise<{ files: Named[]; refused: Refusal[] }> {
  const entries = [...data.items].map((item) => (item.kind === "file" ? item.webkitGetAsEntry?.() : null));
  if (entries.every((e) => !e)) return { files: named(data.files), refused: [] };
  const files: Named[] = [];
  const refused: Refusal[] = [];
  for (const entry of entries) if (entry) await walk(entry, files, refused);
  return { files, refused };
}

async function walk(entry: FileSystemEntry, files: Named[], refused: Refusal[]): Promise<void> {
  const name = entry.fullPath.replace(/^\//, "");
  if (hidden(name)) return;
  try {
    if (entry.isFile) {
      const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
      files.push({ name, file });
    } else if (entry.isDirectory) {
      const reader = (entry as FileSystemDirectoryEntry).createReader();
      // A reader gives a part at a time, and nothing at the end.
      for (;;) {
        const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
        if (part.length === 0) break;
        for (const one of part) await walk(one, files, refused);
      }
    }
  } catch {
    refused.push({ name, why: "unreadable" });
  }
}
