import type { Browser, BrowserContext } from "playwright-core";
import { stack } from "../stack.ts";

/** What a browser that is signed in keeps. */
export type SignedIn = Awaited<ReturnType<BrowserContext["storageState"]>>;

/** Signs in as one of the demo's people, in a window that is closed again. */
export async function signIn(browser: Browser, role: "developer" | "operator"): Promise<SignedIn> {
  const user = stack.users.find((each) => each.role === role && (role === "operator" || each.tenant === "acme"));
  if (!user) throw new Error(`The stack describes no ${role}.`);
  const context = await browser.newContext({ baseURL: stack.portal });
  const page = await context.newPage();
  await page.goto("/signin");
  await page.getByLabel("E-mail").fill(user.email);
  await page.getByLabel("Password").fill(user.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/signin"));
  const state = await context.storageState();
  await context.close();
  return state;
}

/** A window of a person who is signed in, as large as a laptop's, with an empty cache. */
export function openWindow(browser: Browser, signedIn: SignedIn): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: stack.portal,
    storageState: signedIn,
    viewport: { width: 1440, height: 900 },
  });
}
