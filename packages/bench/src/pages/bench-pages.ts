import { parseArgs } from "node:util";
import { showBar } from "../browser/show-bar.ts";
import { signIn } from "../browser/sign-in.ts";
import { withChromium } from "../browser/with-chromium.ts";
import { stack } from "../stack.ts";
import { wholeNumber } from "../whole-number.ts";
import { measureCharts } from "./charts.ts";
import { measureTail } from "./live-tail.ts";

const pages = [
  { name: "operator's overview, 24h", role: "operator", path: "/operator" },
  { name: "operator's overview, 90d", role: "operator", path: "/operator?range=90d" },
  { name: "a function's metrics, 24h", role: "developer", path: "/t/acme/functions/check-bank-details?tab=metrics" },
] as const;

/**
 * `pnpm bench pages [--rounds 10]`: until the charts are drawn, and how far a live tail is behind, in Chromium against the
 * running stack. Its data are the demo's: what a server needs for millions is what `pnpm bench dashboards` measures.
 */
export async function benchPages(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: "string", default: "10" } } });
  const rounds = wholeNumber("--rounds", values.rounds);
  await withChromium(async (browser) => {
    const signedIn = {
      operator: await signIn(browser, "operator"),
      developer: await signIn(browser, "developer"),
    };
    process.stdout.write(`${stack.portal}, headless Chromium at 1440 x 900\n`);
    for (const { name, role, path } of pages) {
      const { charts, cold, warm } = await measureCharts(browser, { signedIn: signedIn[role], path }, rounds);
      showBar(`${name}: ${charts} charts drawn, cold`, cold, { at: 0.95, ms: 1000 });
      showBar(`${name}: ${charts} charts drawn, warm`, warm, { at: 0.95, ms: 1000 });
    }
    const behind = await measureTail(browser, signedIn.developer, rounds * 3);
    showBar("live tail: from the call to its line on screen", behind, { at: 0.95, ms: 1000 });
  });
}
