// docs/images/desk-{incidents,incident,report,review}-{ar,en}.png of the demo, 1400 by 900.
import { join } from "node:path";
import { ask, expect, settled, test } from "../lib/desk";
import { root } from "../lib/server";
import type { Lines, ReportLines } from "../lib/types";

for (const lang of ["ar", "en"] as const) {
  test.describe(lang, () => {
    test.use({ lang, map: true, viewport: { width: 1400, height: 900 } });
    test.slow();
    const shoot = (page: import("@playwright/test").Page, name: string) => page.screenshot({ path: join(root, "docs/images", `desk-${name}-${lang}.png`) });

    test("incidents", async ({ desk }) => {
      await desk.goto("/");
      await settled(desk);
      await expect(desk.locator(".map-box[data-ready=true]")).toBeVisible({ timeout: 60_000 });
      await desk.waitForTimeout(6000);
      await shoot(desk, "incidents");
    });
    test("incident", async ({ desk }) => {
      // The market: the one with most sources.
      const line = (await ask<Lines>(desk, "/api/incidents?sort=-sources&limit=1")).items[0]!;
      await desk.goto(`/incident/${line.id}`);
      await settled(desk);
      await desk.waitForTimeout(1500);
      await shoot(desk, "incident");
    });
    test("report", async ({ desk }) => {
      const all = await ask<ReportLines>(desk, "/api/reports?limit=200");
      const most = [...all.items].sort((a, b) => b.claims - a.claims)[0]!;
      await desk.goto(`/report/${most.key}`);
      const mark = desk.locator(".report-text").getByRole("button").nth(2);
      await mark.click();
      await mark.scrollIntoViewIfNeeded();
      await desk.waitForTimeout(800);
      await shoot(desk, "report");
    });
    test("review", async ({ desk }) => {
      await desk.goto("/review");
      await settled(desk);
      await desk.waitForTimeout(1500);
      await shoot(desk, "review");
    });
  });
}
