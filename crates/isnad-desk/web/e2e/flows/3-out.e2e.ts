// What goes out: exports of what is filtered, whole files, and the sheet for print.
import { readFileSync } from "node:fs";
import { ask, expect, settled, test } from "../lib/desk";
import { cells } from "../lib/csv";
import type { Lines, Meta } from "../lib/types";

test("the menu exports what the filter shows", async ({ desk }) => {
  const meta = await ask<Meta>(desk, "/api/meta");
  const value = (await ask<Lines>(desk, "/api/incidents")).items.find((l) => /contested/i.test(l.standing))!.standing;
  const contested = await ask<Lines>(desk, `/api/incidents?standing=${value}`);
  await desk.goto(`/?standing=${value}`);
  await expect(desk.locator("main [role=grid] [role=row]:has([role=gridcell])")).toHaveCount(contested.items.length);
  for (const as of ["csv", "jsonl"].filter((f) => meta.exports.incidents?.includes(f))) {
    await desk.getByRole("button", { name: "Export" }).first().click();
    const [file] = await Promise.all([desk.waitForEvent("download"), desk.getByRole("menuitem", { name: as, exact: true }).click()]);
    const text = readFileSync(await file.path(), "utf8");
    if (as === "csv") {
      const rows = cells(text.replace(/^\ufeff/, ""));
      expect(rows.length).toBeGreaterThan(contested.items.length);
      expect(new Set(rows.map((r) => r.length)).size, "all rows have as many cells").toBe(1);
    } else {
      const lines = text.trim().split("\n").map((l) => JSON.parse(l) as { id: string });
      expect(new Set(lines.map((l) => l.id))).toEqual(new Set(contested.items.map((l) => l.id)));
    }
  }
});

test("chosen incidents, and one alone, come out in every form", async ({ desk }) => {
  const lines = (await ask<Lines>(desk, "/api/incidents")).items;
  const meta = await ask<Meta>(desk, "/api/meta");
  const dialog = desk.getByRole("dialog");
  const take = async (form: string) => {
    await dialog.getByRole("radio", { name: new RegExp(`^${form}`) }).check();
    const [file] = await Promise.all([desk.waitForEvent("download"), dialog.locator(".dialog-foot").getByRole("button").last().click()]);
    await expect(dialog).toHaveCount(0);
    return { name: file.suggestedFilename(), text: readFileSync(await file.path(), "utf8") };
  };
  await desk.goto("/");
  const boxes = desk.locator("main [role=grid] [role=gridcell] input[type=checkbox]");
  await expect(boxes).toHaveCount(lines.length);
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  const open = () => desk.getByRole("toolbar", { name: "2 selected" }).getByRole("button", { name: "Export" }).click();
  await open();
  await expect(dialog.getByRole("radio")).toHaveCount(meta.exports.incidents!.length);
  const some = await take("GeoJSON");
  const ids = (JSON.parse(some.text) as { features: { id: string }[] }).features.map((f) => f.id);
  expect(new Set(ids)).toEqual(new Set(lines.slice(0, 2).map((l) => l.id)));
  await open();
  await dialog.getByText("Claims", { exact: true }).click();
  const claims = cells((await take("CSV")).text.replace(/^\ufeff/, ""));
  const all = cells((await (await desk.request.get("/api/export?what=claims&as=csv")).body()).toString("utf8"));
  expect(claims.length).toBeGreaterThan(1);
  expect(claims.length).toBeLessThan(all.length);

  const one = lines[0]!.id;
  await desk.goto(`/incident/${one}`);
  await settled(desk);
  await desk.getByRole("button", { name: /^Export/ }).first().click();
  const acled = await take("ACLED");
  expect(acled.name).toBe(`${one}.incidents.acled.csv`);
  expect(acled.text).toMatch(/^\ufeff?event_id_cnty,/);
  expect(cells(acled.text).length).toBeGreaterThan(1);
});

test("every export that the desk names gives a file", async ({ desk }) => {
  const meta = await ask<Meta>(desk, "/api/meta");
  await desk.goto("/");
  for (const [what, formats] of Object.entries(meta.exports)) {
    for (const as of formats) {
      const answer = await desk.request.get(`/api/export?what=${what}&as=${as}`);
      expect(answer.status(), `${what} as ${as}`).toBe(200);
      expect(answer.headers()["content-disposition"] ?? "", `${what} as ${as}`).toContain("attachment");
      const body = await answer.body();
      if (what !== "decisions") expect(body.length, `${what} as ${as}`).toBeGreaterThan(10);
    }
  }
});

for (const lang of ["en", "ar"] as const) {
  test.describe(lang, () => {
    test.use({ lang });
    test("the printed sheet is a document of its own", async ({ desk }) => {
      await desk.goto("/incident/i1");
      await settled(desk);
      await desk.emulateMedia({ media: "print" });
      await expect(desk.locator("header.topbar")).toBeHidden();
      await expect(desk.getByRole("heading", { level: 1 }).first()).toBeVisible();
      const pdf = await desk.pdf({ format: "A4" });
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
      expect(pdf.length).toBeGreaterThan(10_000);
    });
  });
}
