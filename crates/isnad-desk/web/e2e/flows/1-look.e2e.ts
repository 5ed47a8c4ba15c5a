// Looking round: the list with its map and time-line, filters, a drawn area, one incident, the other language, a telephone.
import { ask, expect, settled, test } from "../lib/desk";
import type { Lines } from "../lib/types";

const rows = "main [role=grid] [role=row]:has([role=gridcell])";

test.describe("with the map", () => {
  test.use({ map: true });
  test.slow();

  test("the list shows the demo's incidents with a map and a time-line", async ({ desk }) => {
    const all = await ask<Lines>(desk, "/api/incidents?limit=200");
    expect(all.total).toBeGreaterThanOrEqual(3);
    await desk.goto("/");
    await expect(desk.locator(rows)).toHaveCount(all.items.length);
    await expect(desk.locator(".map-box[data-ready=true]")).toBeVisible({ timeout: 60_000 });
    await expect(desk.getByText("An invented country, in the open sea")).toBeVisible();
    await expect(desk.getByText("Natural Earth", { exact: false }).first()).toBeVisible();
  });

  test("an area drawn on the map filters", async ({ desk }) => {
    await desk.goto("/");
    await expect(desk.locator(".map-box[data-ready=true]")).toBeVisible({ timeout: 60_000 });
    const showAll = desk.getByRole("button", { name: "Show all" });
    if (await showAll.isVisible()) await showAll.click();
    await desk.waitForTimeout(2500);
    await desk.getByRole("button", { name: "Draw an area" }).click();
    const box = (await desk.locator(".map-box").boundingBox())!;
    const at = (x: number, y: number) => desk.mouse.click(box.x + box.width * x, box.y + box.height * y);
    for (const [x, y] of [[0.06, 0.18], [0.9, 0.2], [0.9, 0.9], [0.06, 0.9]] as const) {
      await at(x, y);
      // Two clicks within the time of a double click would close the area.
      await desk.waitForTimeout(500);
    }
    await desk.keyboard.press("Enter");
    await expect(desk).toHaveURL(/area=/);
    const area = new URL(desk.url()).searchParams.get("area")!;
    const within = await ask<Lines>(desk, `/api/incidents?area=${encodeURIComponent(area)}`);
    const all = await ask<Lines>(desk, "/api/incidents");
    expect(within.total).toBeGreaterThan(0);
    expect(within.total).toBeLessThanOrEqual(all.total);
    await expect(desk.locator(rows)).toHaveCount(within.items.length);
    // An area with nothing in it: the Empty Quarter.
    await desk.goto("/?area=48,18;52,18;52,20;48,20");
    await expect(desk.locator(rows)).toHaveCount(0);
  });
});

test("filters narrow the list, stand in the address, and live through a reload", async ({ desk }) => {
  const all = await ask<Lines>(desk, "/api/incidents");
  const value = all.items.find((l) => /contested/i.test(l.standing))!.standing;
  const contested = await ask<Lines>(desk, `/api/incidents?standing=${value}`);
  expect(contested.total).toBeLessThan(all.total);
  await desk.goto("/");
  await expect(desk.locator(rows)).toHaveCount(all.items.length);
  await desk.getByRole("checkbox", { name: /^contested/ }).check();
  await expect(desk).toHaveURL(/standing=contested/i);
  await expect(desk.locator(rows)).toHaveCount(contested.items.length);
  await desk.reload();
  await expect(desk.locator(rows)).toHaveCount(contested.items.length);
  await expect(desk.getByRole("checkbox", { name: /^contested/ })).toBeChecked();
  await desk.getByRole("checkbox", { name: /^contested/ }).uncheck();
  await expect(desk.locator(rows)).toHaveCount(all.items.length);
});

test("words find incidents as one types", async ({ desk }) => {
  const found = await ask<Lines>(desk, `/api/incidents?q=${encodeURIComponent("الغربال")}`);
  expect(found.total).toBeGreaterThan(0);
  await desk.goto("/");
  await desk.keyboard.press("/");
  await desk.getByRole("searchbox", { name: "Search incidents" }).fill("الغربال");
  await expect(desk).toHaveURL(/q=/);
  await expect(desk.locator(rows)).toHaveCount(found.items.length);
  await desk.getByRole("searchbox", { name: "Search incidents" }).fill("لاشيءبهذاالاسم");
  await expect(desk.locator(rows)).toHaveCount(0);
});

test("the keyboard walks the list and opens an incident", async ({ desk }) => {
  await desk.goto("/");
  await expect(desk.locator(rows).first()).toBeVisible();
  await desk.locator("#content").focus();
  await desk.keyboard.press("j");
  await desk.keyboard.press("k");
  await desk.keyboard.press("Enter");
  await expect(desk).toHaveURL(/\/incident\/i\d+/);
  await settled(desk);
  for (const part of ["Sources", "Figures", "Conflicts", "Who cites whom", "Decisions"]) {
    await expect(desk.getByRole("heading", { level: 2, name: new RegExp(`^${part}`) })).toBeVisible();
  }
  await desk.keyboard.press("?");
  await expect(desk.getByRole("dialog")).toBeVisible();
  await desk.keyboard.press("Escape");
  await desk.keyboard.press("g");
  await desk.keyboard.press("q");
  await expect(desk).toHaveURL(/\/review$/);
});

test("a report shows its text right to left with its claims marked, and loaded words on demand", async ({ desk }) => {
  await desk.goto("/report/1");
  const text = desk.locator(".report-text");
  await expect(text).toBeVisible();
  expect(await text.evaluate((e) => getComputedStyle(e).direction)).toBe("rtl");
  const marks = text.getByRole("button");
  await expect(marks.first()).toBeVisible();
  await marks.nth(2).click();
  await expect(desk.getByRole("complementary")).toContainText("On whose word");
  await expect(desk).toHaveURL(/claim=/);
});

test("the other language at once: words, direction, and back", async ({ desk }) => {
  await desk.goto("/");
  await expect(desk.locator("html")).toHaveAttribute("dir", "ltr");
  const list = await desk.getByRole("region", { name: "List" }).boundingBox();
  await desk.getByRole("button", { name: "العربية" }).click();
  await expect(desk.locator("html")).toHaveAttribute("dir", "rtl");
  await expect(desk.locator("html")).toHaveAttribute("lang", "ar");
  await expect(desk.getByRole("link", { name: "المراجعة" })).toBeVisible();
  // The filters go from the left to the right of the list.
  const filters = await desk.getByRole("complementary").first().boundingBox();
  expect(filters!.x).toBeGreaterThan(list!.x);
  await desk.reload();
  await expect(desk.locator("html")).toHaveAttribute("dir", "rtl");
  await desk.getByRole("button", { name: "English" }).click();
  await expect(desk.locator("html")).toHaveAttribute("dir", "ltr");
});

test.describe("on a telephone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });
  for (const path of ["/", "/incident/i1", "/report/1", "/reports", "/review", "/log", "/add"]) {
    test(`${path} fits its width`, async ({ desk }) => {
      await desk.goto(path);
      await settled(desk);
      const wide = await desk.evaluate(() => {
        const w = document.documentElement.clientWidth;
        return { over: document.documentElement.scrollWidth - w, what: [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > w + 1 && !e.closest("[style*=overflow], .map-frame")).slice(0, 3).map((e) => e.className) };
      });
      expect(wide.over, `wider than the window: ${wide.what.join(", ")}`).toBeLessThanOrEqual(1);
    });
  }
});
