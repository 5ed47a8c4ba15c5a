// What all flows share: one running desk a worker, and a page that is watched. A console error, an uncaught one, a violation of
// the CSP, a dialog of the browser, or a request to anywhere but the desk fails the test that met it.

import { test as base, expect, type Page } from "@playwright/test";
import { start, type Server } from "./server";

export { expect };
export type Lang = "ar" | "en";
export interface Watch { faults: string[]; outside: string[]; allow: (pattern: RegExp) => void }

export const VIEWS = ["/", "/incident/i1", "/report/1", "/reports", "/review", "/log", "/add"] as const;

export async function watch(page: Page, url: string): Promise<Watch> {
  const allowed: RegExp[] = [];
  const faults: string[] = [];
  const outside: string[] = [];
  const fault = (text: string) => { if (!allowed.some((p) => p.test(text))) faults.push(text); };
  page.on("console", (m) => { if (m.type() === "error") fault(`console: ${m.text()} (${m.location().url})`); });
  page.on("pageerror", (e) => fault(`uncaught: ${e.message}`));
  page.on("dialog", (d) => { fault(`dialog: ${d.message()}`); void d.dismiss(); });
  page.on("request", (r) => {
    const of = r.url();
    if (!of.startsWith(`${url}/`) && !of.startsWith(`blob:${url}/`) && !of.startsWith("data:")) outside.push(of);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (e) => {
      // eslint-disable-next-line no-console -- the watch reads the console
      console.error(`CSP violation: ${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`);
    });
  });
  return { faults, outside, allow: (p) => allowed.push(p) };
}

/** Sets language and theme as kept in the browser, where nothing is kept yet: a reload keeps what the test chose. */
export async function dress(page: Page, lang: Lang, theme: "light" | "dark" = "light", map = false): Promise<void> {
  await page.addInitScript((kept) => {
    for (const [name, value] of Object.entries(kept)) localStorage.getItem(name) ?? localStorage.setItem(name, value);
  }, { "isnad-lang": lang, "isnad-theme": theme, "isnad-map": map ? "yes" : "no" });
}

export const test = base.extend<{ lang: Lang; theme: "light" | "dark"; map: boolean; watched: Watch; desk: Page }, { server: Server }>({
  lang: ["en", { option: true }],
  theme: ["light", { option: true }],
  // Drawn by the processor a map takes seconds: only the tests of the map show it beside the list.
  map: [false, { option: true }],
  server: [async ({}, use) => {
    const server = await start();
    await use(server);
    await server.stop();
  }, { scope: "worker", timeout: 120_000 }],
  watched: async ({ page, server }, use) => {
    const w = await watch(page, server.url);
    await use(w);
    expect(w.faults, "errors of the page").toEqual([]);
    expect(w.outside, "requests to elsewhere").toEqual([]);
  },
  baseURL: async ({ server }, use) => use(server.url),
  // The page, dressed and watched.
  desk: async ({ page, watched, lang, theme, map }, use) => {
    void watched;
    await dress(page, lang, theme, map);
    await use(page);
  },
});

/** What the API answers, asked beside the page. */
export async function ask<T>(page: Page, path: string): Promise<T> {
  const answer = await page.request.get(path);
  expect(answer.ok(), `${path}: ${answer.status()}`).toBe(true);
  return (await answer.json()) as T;
}

/** Waits until what the view shows has come; parts further down may still wait to be scrolled to. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator("main h1, main h2").first()).toBeVisible();
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
}
