import { defineConfig } from "@playwright/test";
import { env } from "./env.ts";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  outputDir: env.resultsDir,
  workers: 1,
  fullyParallel: false,
  // a real browser on a busy machine; what needs its second try is listed as flaky
  retries: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: env.reportFile ? [["list"], ["json", { outputFile: env.reportFile }]] : [["list"]],
  use: {
    baseURL: env.stack.portal,
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: env.chromium,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
