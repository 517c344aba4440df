import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** A headless Chromium: `CHROMIUM`, else the distribution's. @throws where there is none. */
export async function startChromium(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath))
    throw new Error(`There is no Chromium at ${executablePath}. Say where it is: CHROMIUM=/path pnpm bench …`);
  return chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}
