// WCAG: axe finds nothing serious or critical in any view, language and theme.
import AxeBuilder from "@axe-core/playwright";
import { expect, settled, test, VIEWS } from "../lib/desk";

for (const lang of ["en", "ar"] as const) {
  for (const theme of ["light", "dark"] as const) {
    test.describe(`${lang} ${theme}`, () => {
      test.use({ lang, theme });
      for (const path of VIEWS) {
        test(`axe: ${path}`, async ({ desk }) => {
          await desk.goto(path);
          await settled(desk);
          await expect(desk.locator("html")).toHaveAttribute("data-theme", theme);
          if (path === "/report/1") await desk.locator(".report-text").getByRole("button").first().click();
          await desk.waitForTimeout(600);
          const found = await new AxeBuilder({ page: desk }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
          const grave = found.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
          expect(grave.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 4).map((n) => `${n.html.slice(0, 160)} ${n.any[0]?.message ?? ""}`).join("\n  ")}`).join("\n")).toBe("");
        });
      }
    });
  }
}

test("axe: dialogs and the form of a correction", async ({ desk }) => {
  const grave = async (what: string) => {
    const found = await new AxeBuilder({ page: desk }).analyze();
    const bad = found.violations.filter((v) => v.impact === "serious" || v.impact === "critical");
    expect(bad.map((v) => `${what}: ${v.id} ${v.nodes[0]?.html.slice(0, 160)}`).join("\n")).toBe("");
  };
  await desk.goto("/incident/i1");
  await settled(desk);
  for (const name of [/^Merge/, /^Split/, /^Set standing/]) {
    await desk.getByRole("group", { name: "Actions" }).getByRole("button", { name }).click();
    await expect(desk.getByRole("dialog")).toBeVisible();
    await grave(String(name));
    await desk.keyboard.press("Escape");
    await expect(desk.getByRole("dialog")).toHaveCount(0);
  }
  await desk.goto("/report/1");
  await desk.locator(".report-text").getByRole("button").first().click();
  await desk.getByRole("button", { name: /^Correct/ }).first().click();
  await expect(desk.getByRole("form", { name: "Correct the claim" })).toBeVisible();
  await grave("form");
});
