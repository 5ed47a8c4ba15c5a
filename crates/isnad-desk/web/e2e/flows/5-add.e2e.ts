// A page is added in the browser: its progress, its claims, its incident. All words are invented, of the demo's country.
import { ask, expect, settled, test } from "../lib/desk";
import type { Report, ReportLines } from "../lib/types";

const HTML = `<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>قتلى في قصف على بئر الحنطاء</title>
<meta property="og:site_name" content="زمهان اليوم"><meta property="article:published_time" content="2026-09-03T10:00:00+04:00">
<link rel="canonical" href="https://zamhan-today.example/2026/09/03/bir"></head><body><article><h1>قتلى في قصف على بئر الحنطاء</h1>
<p>قُتل أربعة أشخاص وأصيب تسعة آخرون، اليوم الخميس، في قصف مدفعي استهدف قرية بئر الحنطاء، وفق ما قال مصدر طبي.</p>
<p>واتهمت قوات درع الجبل الجيش السمرازاني بقصف القرية، فيما نفى الجيش ذلك.</p></article></body></html>`;

test("files are dropped in, read, and lead to their claims", async ({ desk }) => {
  const before = (await ask<ReportLines>(desk, "/api/reports?limit=1")).total;
  await desk.goto("/add");
  await settled(desk);
  await desk.locator("input[type=file]").first().setInputFiles([{ name: "bir.html", mimeType: "text/html", buffer: Buffer.from(HTML) }]);
  const send = desk.getByRole("button", { name: /^Add( \d+| the)? ?(file|files)?$/ }).first();
  if (await send.isVisible().catch(() => false) && await send.isEnabled()) await send.click().catch(() => undefined);
  await expect.poll(async () => (await ask<ReportLines>(desk, "/api/reports?limit=1")).total, { timeout: 60_000 }).toBe(before + 1);
  const key = (await ask<ReportLines>(desk, `/api/reports?q=${encodeURIComponent("بئر الحنطاء")}&limit=200`)).items.find((r) => r.url?.endsWith("/bir"))!.key;
  const link = desk.locator(`main a[href^="/report/${key}"]`).first();
  await expect(link).toBeVisible();
  await link.click();
  await expect(desk.locator(".report-text")).toContainText("استهدف قرية بئر الحنطاء");
  await expect(desk.locator(".report-text").getByRole("button").first()).toBeVisible();
  const report = await ask<Report>(desk, `/api/reports/${key}`);
  expect(report.claims.length).toBeGreaterThanOrEqual(2);
  expect(report.incidents.length).toBeGreaterThanOrEqual(1);
});

test("text is pasted, and a thing added twice adds nothing", async ({ desk }) => {
  const total = async () => (await ask<ReportLines>(desk, "/api/reports?limit=1")).total;
  const before = await total();
  await desk.goto("/add");
  const form = desk.getByRole("form", { name: "Paste text" });
  for (const added of [1, 1]) {
    await form.getByRole("textbox", { name: /^Text of the report/ }).fill("شهدت ساحة الشموع في مرسى زمهان مساء أمس تجمعاً للمحتجين، واعتقلت قوات الأمن سبعة منهم، بحسب لجان الأحياء.");
    await form.getByRole("textbox", { name: /^Title/ }).fill("تجمع في ساحة الشموع");
    await form.getByRole("textbox", { name: /^Outlet/ }).fill("زمهان اليوم");
    await form.getByRole("button", { name: "Add" }).click();
    await expect.poll(total, { timeout: 60_000 }).toBe(before + added);
    await desk.waitForTimeout(1500);
  }
  expect(await total()).toBe(before + 1);
});
