// Reports that try to be run. Comes in: the 300 files that `isnad-lab desk hostile` writes, where the lab is built (ISNAD_LAB_BIN or
// the worktree's own build); else a dozen made here. All is invented; `window.__pwned` is set by whatever is executed.

import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "./server";

const RUN = "window.__pwned=1";
const STORY = "أفادت مصادر محلية بمقتل خمسة مدنيين وإصابة ثمانية في غارة جوية على بلدة أم الشنابل، الخميس 23 أبريل 2026";
const PAYLOADS = [
  `<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<svg onload="${RUN}"></svg>`,
  `"><iframe srcdoc="<script>parent.__pwned=1</script>"></iframe>`,
  `javascript:${RUN}`,
  `\u202e\u2066نص مقلوب\u2069\u202c\u200f\u200e`,
  `=HYPERLINK("http://evil.example","x")`,
  `+1+cmd|' /C calc'!A0`,
  `@SUM(1+1)*cmd|' /C calc'!A0`,
  "ا".repeat(20_000),
  `</textarea></script><style>*{display:none}</style><base href="http://evil.example/">`,
  `{{constructor.constructor('${RUN}')()}}\u0000\u0007\u001b[31m`,
];

/** Writes the files into `folder` and gives their paths. */
export function hostileFiles(folder: string): { paths: string[]; whole: boolean } {
  const out = join(folder, "hostile");
  mkdirSync(out, { recursive: true });
  if (process.env.ISNAD_LAB_BIN) {
    execFileSync(program("isnad-lab"), ["desk", "hostile", "--out", out], { stdio: "pipe" });
    return { paths: readdirSync(out).map((f) => join(out, f)), whole: true };
  }
  PAYLOADS.forEach((bad, i) => {
    const line = { title: `${bad} قتلى`, text: `${bad} ${STORY} ${bad}\n\nوقال ${bad} إن القصف استهدف السوق.`, outlet: bad.slice(0, 300), url: i % 2 ? `javascript:${RUN}//${i}` : `https://bad.example/${i}/${encodeURIComponent(bad.slice(0, 80))}`, published: "2026-04-23" };
    writeFileSync(join(out, `${i}.jsonl`), `${JSON.stringify(line)}\n`);
  });
  writeFileSync(join(out, "broken.txt"), Buffer.concat([Buffer.from(`عنوان\n\n${STORY} `), Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0xe2, 0x82]), Buffer.from(` ${PAYLOADS[0]}`)]));
  return { paths: readdirSync(out).map((f) => join(out, f)), whole: false };
}
