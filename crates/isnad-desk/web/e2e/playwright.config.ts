// Tests of the desk in a browser: Debian's Chromium against a real `isnad demo`. `npm run e2e`; e2e/run does it in CI.
import { defineConfig, devices } from "@playwright/test";

export const CHROMIUM_ARGS = [
  "--no-sandbox",
  // The map needs WebGL; machines without a graphics card draw it by SwiftShader.
  "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
  // Nothing of the browser's own goes out.
  "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

export default defineConfig({
  testDir: "./flows",
  testMatch: "*.e2e.ts",
  outputDir: "../test-results",
  // One program, one archive: the flows follow each other, and after a failure a new program is started.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 40_000 },
  reporter: [["list"], ["./lib/counts.ts"]],
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1400, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    actionTimeout: 40_000,
    // A trace of everything slows all of it: TRACE=1 for a look at what failed.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: CHROMIUM_ARGS },
  },
});
