// Pictures of the four main views for docs/images, of the demo's invented reports: `npm run screenshots`.
import base from "./playwright.config";
import { defineConfig } from "@playwright/test";

export default defineConfig({ ...base, testDir: "./screenshots", testMatch: "*.shots.ts", reporter: "list" });
