import { dataPlaneRoutes } from "@annex/contract";
import type { Browser, Page } from "playwright-core";
import { openWindow, type SignedIn } from "../browser/sign-in.ts";
import { apiToken, functionName, record } from "../demo-call.ts";
import { stack } from "../stack.ts";

/** Resolves to the clock's time at the frame in which a line holds `mark`. */
function whenLineShown(page: Page, mark: string): Promise<number> {
  return page.evaluate(
    (mark) =>
      new Promise<number>((resolve, reject) => {
        const giveUpAt = Date.now() + 30_000;
        const look = () => {
          const lines = [...document.querySelectorAll<HTMLElement>("main [data-line]")];
          if (lines.some(({ textContent }) => textContent.includes(mark))) resolve(Date.now());
          else if (Date.now() > giveUpAt) reject(new Error(`The tail never showed ${mark}.`));
          else requestAnimationFrame(look);
        };
        look();
      }),
    mark,
  );
}

/** How far the tail is behind: from sending a call until the line that its function writes is on screen. */
export async function measureTail(browser: Browser, signedIn: SignedIn, rounds: number): Promise<number[]> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${await apiToken()}` };
  const url = `${stack.dataPlane}${dataPlaneRoutes.functionInvocations(functionName)}`;
  const call = async (mark: string) => {
    const body = JSON.stringify({ fields: { ...record, "invoice.number": mark } });
    const response = await fetch(url, { method: "POST", headers, body });
    if (!response.ok) throw new Error(`The call failed: ${response.status} ${await response.text()}`);
  };
  const window = await openWindow(browser, signedIn);
  const page = await window.newPage();
  const run = Date.now().toString(36);
  await call(`${run}-first`);
  await page.goto("/t/acme/logs");
  await whenLineShown(page, `${run}-first`);
  const taken: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const mark = `${run}-${round}-`;
    const shown = whenLineShown(page, mark);
    const sent = Date.now();
    await call(mark);
    taken.push((await shown) - sent);
  }
  await window.close();
  return taken;
}
