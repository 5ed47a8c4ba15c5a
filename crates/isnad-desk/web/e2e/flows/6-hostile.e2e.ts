// 300 hostile reports are added in the browser and looked at everywhere: nothing of them runs, nothing goes out, no CSV has a formula.
import { ask, expect, settled, test } from "../lib/desk";
import { hostileFiles } from "../lib/hostile";
import type { Lines, ReportLines } from "../lib/types";
import { cells } from "../lib/csv";

test.describe.configure({ mode: "serial" });

const pwned = (page: Parameters<typeof ask>[0]) => page.evaluate(() => (window as unknown as { __pwned?: unknown }).__pwned);

test("hostile reports are added", async ({ desk, server }) => {
  test.setTimeout(300_000);
  const { paths, whole } = hostileFiles(server.folder);
  test.info().annotations.push({ type: "files", description: `${paths.length}${whole ? "" : " (isnad-lab is not built: a dozen of our own)"}` });
  const before = (await ask<ReportLines>(desk, "/api/reports?limit=1")).total;
  await desk.goto("/add");
  await settled(desk);
  const [answer] = await Promise.all([
    desk.waitForResponse((r) => r.url().endsWith("/api/add")),
    desk.locator("input[type=file]").first().setInputFiles(paths),
  ]);
  // One bad name or file must not keep the others out.
  expect(answer.status(), await answer.text()).toBe(202);
  const { job } = (await answer.json()) as { job: string };
  const now = () => ask<{ state: string; files: number; added: number; errors: unknown[] }>(desk, `/api/jobs/${job}`);
  await expect.poll(async () => (await now()).state, { timeout: 240_000, intervals: [1000] }).toBe("done");
  const done = await now();
  expect(done.files).toBe(paths.length);
  // Some files hold what nothing can be read from: they are told, and most come in.
  expect(done.added).toBeGreaterThanOrEqual(Math.floor(paths.length * 0.9));
  expect((await ask<ReportLines>(desk, "/api/reports?limit=1")).total).toBe(before + done.added);
  await expect(desk.getByRole("main")).toContainText(`${done.added}`);
  expect(await pwned(desk)).toBeUndefined();
});

test("the list, reports and the log show them and run nothing", async ({ desk }) => {
  test.setTimeout(240_000);
  for (const path of ["/", "/?sort=-killed", "/reports", "/review", "/log", "/add"]) {
    await desk.goto(path);
    await settled(desk);
    for (let i = 0; i < 6; i++) {
      await desk.mouse.move(500, 500);
      await desk.mouse.wheel(0, 1500);
      await desk.waitForTimeout(150);
    }
    expect(await pwned(desk), path).toBeUndefined();
    expect(await desk.locator("main script, main iframe, main object, main embed, main base, main style, main form[action^=http]").count(), path).toBe(0);
    expect(await desk.locator("a[href^='javascript:' i], a[href^='data:' i], a[href^='vbscript:' i]").count(), path).toBe(0);
  }
});

test("reports and incidents of theirs run nothing", async ({ desk }) => {
  test.setTimeout(420_000);
  const total = (await ask<ReportLines>(desk, "/api/reports?limit=1")).total;
  const keys: number[] = [];
  for (let offset = 0; offset < total; offset += 100) keys.push(...(await ask<ReportLines>(desk, `/api/reports?limit=100&offset=${offset}`)).items.map((r) => r.key));
  // In order of adding five forms of each payload follow each other: one of each is looked at, the forms by turns.
  keys.sort((a, b) => a - b);
  const some = keys.filter((_, i) => i % 5 === Math.floor(i / 5) % 5);
  for (const key of some) {
    await desk.goto(`/report/${key}`);
    await expect(desk.locator(".report-text")).toBeAttached();
    const mark = desk.locator(".report-text").getByRole("button").first();
    if (await mark.count()) await mark.click({ timeout: 5000 }).catch(() => undefined);
    expect(await pwned(desk), `report ${key}`).toBeUndefined();
    expect(await desk.locator("main script, main iframe, main object, main base, a[href^='javascript:' i]").count(), `report ${key}`).toBe(0);
    const links = await desk.locator("main a[target=_blank]").evaluateAll((all) => all.map((a) => [a.getAttribute("href") ?? "", a.getAttribute("rel") ?? ""]));
    for (const [href, rel] of links) {
      expect(href, `report ${key}`).toMatch(/^https?:/);
      expect(rel, `report ${key}`).toContain("noopener");
    }
  }
  const incidents = (await ask<Lines>(desk, "/api/incidents?sort=-changed&limit=12")).items;
  for (const line of incidents) {
    await desk.goto(`/incident/${line.id}`);
    await settled(desk);
    await desk.locator("#history, [id=history]").first().scrollIntoViewIfNeeded({ timeout: 5000 }).catch(() => undefined);
    expect(await pwned(desk), line.id).toBeUndefined();
    expect(await desk.locator("main script, main iframe, main object, main base, a[href^='javascript:' i]").count(), line.id).toBe(0);
  }
});

test("captures come as files, never as pages", async ({ desk }) => {
  const keys = (await ask<ReportLines>(desk, "/api/reports?limit=40")).items.map((r) => r.key);
  for (const key of keys) {
    const answer = await desk.request.get(`/api/reports/${key}/capture`);
    expect(answer.status()).toBe(200);
    const h = answer.headers();
    expect(h["content-type"]).toBe("application/octet-stream");
    expect(h["content-disposition"]).toMatch(/^attachment/);
    expect(h["x-content-type-options"]).toBe("nosniff");
    expect(h["content-security-policy"]).toContain("sandbox");
  }
});

test("no cell of a CSV is a formula", async ({ desk }) => {
  for (const what of ["incidents", "claims", "reports", "decisions"]) {
    const answer = await desk.request.get(`/api/export?what=${what}&as=csv`);
    if (!answer.ok()) {
      expect(what, `${what} has a CSV`).toBe("decisions");
      continue;
    }
    const rows = cells((await answer.body()).toString("utf8").replace(/^\ufeff/, ""));
    const bad = rows.flat().filter((c) => /^[\s\u00a0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@\t\r]/.test(c) && !/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(c.trim()));
    expect(bad.slice(0, 5).map((c) => c.slice(0, 80)), what).toEqual([]);
  }
});
