// Decisions: in the queue by keyboard, a corrected place, a missed claim, a standing, a merge, and all of it undone.
import { ask, expect, settled, test } from "../lib/desk";
import type { Decisions, Lines, Report, ReportLines } from "../lib/types";

test.describe.configure({ mode: "serial" });

const queue = (page: Parameters<typeof ask>[0]) => ask<{ total: number; items: { report: { key: number }; claim: { id: string } }[] }>(page, "/api/queue?state=todo&limit=5");
const last = async (page: Parameters<typeof ask>[0]) => (await ask<Decisions>(page, "/api/decisions?limit=20")).items;

test("the queue: accept, reject and undo by keyboard", async ({ desk }) => {
  const before = await queue(desk);
  await desk.goto("/review");
  await settled(desk);
  await expect(desk.getByText(`${before.total} left`).first()).toBeVisible();
  // Keys rule on what is shown: they wait until the claim's text is there.
  const shown = () => expect(desk.getByRole("group", { name: "Decide" })).toBeVisible();
  await shown();
  await desk.locator("#content").focus();
  await desk.keyboard.press("a");
  await expect.poll(async () => (await queue(desk)).total).toBe(before.total - 1);
  await shown();
  await desk.keyboard.press("r");
  await expect.poll(async () => (await queue(desk)).total).toBe(before.total - 2);
  await shown();
  await desk.keyboard.press("u");
  await expect.poll(async () => (await queue(desk)).total).toBe(before.total - 1);
  const kinds = (await last(desk)).map((d) => d.kind);
  for (const kind of ["accept", "reject", "undo"]) expect(kinds).toContain(kind);
});

test("undo takes back what was decided last, though its answer is still on the way", async ({ desk }) => {
  const before = await queue(desk);
  await desk.goto("/review");
  await settled(desk);
  const shown = () => expect(desk.getByRole("group", { name: "Decide" })).toBeVisible();
  await shown();
  await desk.locator("#content").focus();
  await desk.keyboard.press("a");
  await expect.poll(async () => (await queue(desk)).total).toBe(before.total - 1);
  await shown();
  await desk.route("**/api/decisions", async (route) => {
    const body = route.request().postDataJSON() as { kind?: string } | null;
    if (body?.kind === "reject") await new Promise((go) => setTimeout(go, 1500));
    await route.continue();
  });
  await desk.keyboard.press("r");
  await desk.keyboard.press("u");
  await expect.poll(async () => (await last(desk))[0]?.kind, { timeout: 15_000 }).toBe("undo");
  const [undo, reject, accept] = await last(desk);
  expect([reject!.kind, accept!.kind]).toEqual(["reject", "accept"]);
  expect([reject!.undone_by, accept!.undone_by]).toEqual([undo!.id, null]);
  await desk.keyboard.press("u");
  await expect.poll(async () => (await queue(desk)).total).toBe(before.total);
});

test("a place is corrected on the claim, and the incident follows", async ({ desk }) => {
  const reports = await ask<ReportLines>(desk, "/api/reports?limit=200");
  let found: { key: number; claim: string; at: number } | null = null;
  for (const line of reports.items) {
    const report = await ask<Report>(desk, `/api/reports/${line.key}`);
    const claim = report.claims.find((c) => c.place.length > 0 && c.review.state === "unreviewed");
    if (claim) { found = { key: line.key, claim: claim.id, at: 0 }; break; }
  }
  expect(found, "a claim with a place").not.toBeNull();
  await desk.goto(`/report/${found!.key}?claim=${found!.claim}`);
  await desk.getByRole("button", { name: /^Correct/ }).first().click();
  const form = desk.getByRole("form", { name: "Correct the claim" });
  const place = form.locator("fieldset").filter({ hasText: /^\s*Place/ });
  await place.getByLabel("Latitude").first().fill("12.5");
  await place.getByLabel("Longitude").first().fill("63.9");
  await place.getByLabel("Precision").first().selectOption("district");
  await form.getByLabel(/^Reason/).fill("invented for the test");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form).toHaveCount(0);
  const got = async () => (await ask<Report>(desk, `/api/reports/${found!.key}`)).claims.find((c) => c.id === found!.claim);
  await expect.poll(async () => (await got())?.review.state).toBe("corrected");
  const claim = (await got())!;
  expect(claim.place[0]!.lat).toBeCloseTo(12.5, 4);
  expect(claim.place[0]!.lon).toBeCloseTo(63.9, 4);
  expect(claim.review.reason).toBe("invented for the test");
  await desk.reload();
  await expect(desk.getByRole("complementary")).toContainText("12.5");
});

test("a missed claim is added by selecting its words, and taken back", async ({ desk }) => {
  await desk.goto("/report/1");
  const text = desk.locator(".report-text");
  await expect(text.getByRole("button").first()).toBeVisible();
  const before = (await ask<Report>(desk, "/api/reports/1")).claims.length;
  // Words of the body, wherever the marks of claims part them into pieces.
  const box = await text.evaluate((root, words) => {
    const nodes: Text[] = [];
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let n = walk.nextNode(); n; n = walk.nextNode()) nodes.push(n as Text);
    const at = nodes.map((n) => n.data).join("").indexOf(words);
    if (at < 0) return null;
    const find = (offset: number): [Text, number] => {
      for (const n of nodes) {
        if (offset <= n.length) return [n, offset];
        offset -= n.length;
      }
      throw new Error("past the end");
    };
    const r = document.createRange();
    r.setStart(...find(at));
    r.setEnd(...find(at + words.length));
    r.startContainer.parentElement!.scrollIntoView({ block: "center" });
    const b = r.getBoundingClientRect();
    return { x: b.x, y: b.y, w: b.width, h: b.height };
  }, "أعلنت وزارة الداخلية");
  expect(box).not.toBeNull();
  await desk.mouse.move(box!.x + box!.w - 1, box!.y + box!.h / 2);
  await desk.mouse.down();
  await desk.mouse.move(box!.x + box!.w / 2, box!.y + box!.h / 2, { steps: 4 });
  await desk.mouse.move(box!.x + 1, box!.y + box!.h / 2, { steps: 4 });
  await desk.mouse.up();
  await desk.getByRole("toolbar", { name: "What the selected words are" }).getByRole("button", { name: /Add a claim/ }).click();
  const form = desk.getByRole("form", { name: "Add a missed claim" });
  await form.getByLabel("Type").selectOption("accusation");
  await form.getByRole("button", { name: "Add the claim" }).click();
  await expect(form).toHaveCount(0);
  const now = async () => (await ask<Report>(desk, "/api/reports/1")).claims;
  await expect.poll(async () => (await now()).length).toBe(before + 1);
  expect((await now()).find((c) => c.review.state === "added")!.trigger.text).toContain("وزارة الداخلية");
  await desk.getByRole("button", { name: "Undo" }).first().click();
  await expect.poll(async () => (await now()).length).toBe(before);
});

test("a standing needs a reason, and keeps it", async ({ desk }) => {
  const line = (await ask<Lines>(desk, "/api/incidents?sort=-killed")).items.find((l) => !/discounted/i.test(l.standing))!;
  await desk.goto(`/incident/${line.id}`);
  await settled(desk);
  await desk.getByRole("group", { name: "Actions" }).getByRole("button", { name: /^Set standing/ }).click();
  const dialog = desk.getByRole("dialog");
  await dialog.getByRole("radio", { name: /^discounted/i }).check();
  const send = dialog.locator(".dialog-foot").getByRole("button").last();
  const reason = dialog.getByRole("textbox").first();
  await reason.fill("");
  if (await send.isEnabled()) {
    await send.click();
    await expect(dialog).toBeVisible();
  }
  await reason.fill("invented: no source of the test holds");
  await send.click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(async () => (await ask<{ line: { standing: string } }>(desk, `/api/incidents/${line.id}`)).line.standing).toMatch(/discounted/i);
  await expect(desk.locator("#history, [id=history]").first()).toContainText("invented: no source of the test holds");
});

test("two incidents are merged and parted again", async ({ desk }) => {
  const before = await ask<Lines>(desk, "/api/incidents");
  expect(before.total).toBeGreaterThanOrEqual(2);
  await desk.goto("/");
  const boxes = desk.locator("main [role=grid] [role=gridcell] input[type=checkbox]");
  await expect(boxes).toHaveCount(before.items.length);
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await desk.getByRole("toolbar").getByRole("button", { name: /^Merge/ }).click();
  const dialog = desk.getByRole("dialog");
  await dialog.getByRole("textbox").fill("invented: the same for the test");
  await dialog.locator(".dialog-foot").getByRole("button", { name: /^Merge/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect.poll(async () => (await ask<Lines>(desk, "/api/incidents")).total).toBe(before.total - 1);
  await expect(boxes).toHaveCount(before.items.length - 1);
  await desk.locator(".toasts").getByRole("button", { name: "Undo" }).click();
  await expect.poll(async () => (await ask<Lines>(desk, "/api/incidents")).total).toBe(before.total);
  await expect(boxes).toHaveCount(before.items.length);
});

test("the log holds every decision, signed", async ({ desk }) => {
  const all = await ask<Decisions>(desk, "/api/decisions?limit=50");
  for (const kind of ["accept", "correct", "add", "standing", "merge", "undo"]) expect(all.items.map((d) => d.kind)).toContain(kind);
  expect(all.items.every((d) => d.user.length > 0)).toBe(true);
  await desk.goto("/log");
  await settled(desk);
  await expect(desk.getByText("invented: the same for the test").first()).toBeVisible();
});
