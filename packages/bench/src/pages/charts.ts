import { setTimeout as delay } from "node:timers/promises";
import type { Browser, Page } from "playwright-core";
import { openWindow, type SignedIn } from "../browser/sign-in.ts";

const settleMs = 1500;

/** How many charts stand on the page, once it has settled. */
async function chartsOf(page: Page, path: string): Promise<number> {
  await page.goto(path);
  await page.locator("main .uplot canvas").first().waitFor();
  await delay(settleMs);
  return page.locator("main .uplot canvas").count();
}

/** Notes the frame in which as many charts have something painted on them. For `page.addInitScript`. */
function noteCharts(wanted: number): void {
  window.annexSeen = {};
  const isPainted = (canvas: HTMLCanvasElement) => {
    const { width, height } = canvas;
    const { data } = canvas.getContext("2d")?.getImageData(0, 0, width, height) ?? { data: [] };
    return data.some((value) => value !== 0);
  };
  const look = () => {
    const canvases = [...document.querySelectorAll<HTMLCanvasElement>("main .uplot canvas")];
    if (canvases.length >= wanted && canvases.every(isPainted)) window.annexSeen.charts = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** From the navigation's beginning until every chart of the page is painted, by the page's clock. */
async function drawn(page: Page, path: string): Promise<number> {
  await page.goto(path, { waitUntil: "commit" });
  const seen = await page.waitForFunction(() => window.annexSeen.charts, undefined, { timeout: 60_000 });
  return (await seen.jsonValue()) ?? Number.NaN;
}

interface ChartPage {
  readonly signedIn: SignedIn;
  readonly path: string;
}

/** The page with an empty cache (a new window each time) and with a filled one (the same window again). */
export async function measureCharts(
  browser: Browser,
  { signedIn, path }: ChartPage,
  rounds: number,
): Promise<{ charts: number; cold: number[]; warm: number[] }> {
  const first = await openWindow(browser, signedIn);
  const charts = await chartsOf(await first.newPage(), path); // a server that has compiled nothing yet does not count
  await first.close();
  const [cold, warm]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const window = await openWindow(browser, signedIn);
    const page = await window.newPage();
    await page.addInitScript(noteCharts, charts);
    cold.push(await drawn(page, path));
    warm.push(await drawn(page, path));
    await window.close();
  }
  return { charts, cold, warm };
}
