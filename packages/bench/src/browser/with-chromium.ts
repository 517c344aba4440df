import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { withUndo } from "../undo.ts";
import { UsageError } from "../usage-error.ts";

/**
 * Does `work` with a headless Chromium (`CHROMIUM`, else the distribution's), which ends with it however it ends. With
 * `port` other programs reach it there too.
 * @throws UsageError where there is none.
 */
export async function withChromium<T>(
  work: (browser: Browser) => Promise<T>,
  { port }: { port?: number } = {},
): Promise<T> {
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(executablePath))
    throw new UsageError(`There is no Chromium at ${executablePath}. Say where it is: CHROMIUM=/path pnpm bench …`);
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  const browser = await chromium.launch({
    executablePath,
    args: port === undefined ? args : [...args, `--remote-debugging-port=${port}`],
    // main.ts ends what is left, in the right order
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  return withUndo(
    () => browser.close(),
    () => work(browser),
  );
}
