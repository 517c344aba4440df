import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";
import { env } from "./env.ts";
import { expect, expectAccessible, test } from "./fixtures/test.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** What an authenticator app shows at a moment (RFC 6238). */
function codeOf(secret: string, atMs: number): string {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("with an authenticator app a password alone signs nobody in: a code does, a recovery code once, and it is turned off", async ({
  page,
}) => {
  const user = env.stack.users.find(
    ({ role, tenant }) => role === "viewer" || (role === "owner" && tenant === "globex"),
  );
  if (!user) throw new Error("The stack describes no user whose sign-in could be changed.");
  const dialog = page.getByRole("dialog");
  const password = async (at: Page) => {
    await at.context().clearCookies();
    await at.goto("/signin");
    await at.getByLabel("E-mail").fill(user.email);
    await at.getByLabel("Password").fill(user.password);
    await at.getByRole("button", { name: "Sign in" }).click();
  };
  const signedIn = (at: Page) => at.waitForURL((url) => !url.pathname.startsWith("/signin"));
  const code = page.getByLabel("Code");
  await password(page);
  await signedIn(page);
  let secret = "";
  let recovery = "";

  await test.step("set up", async () => {
    await page.goto("/account");
    await page.getByRole("button", { name: "Set up" }).click();
    secret = ((await dialog.getByText(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/).textContent()) ?? "").replaceAll(" ", "");
    await dialog.getByLabel("Code").fill("000000");
    await dialog.getByRole("button", { name: "Turn on" }).click();
    await expect(dialog.getByLabel("Code")).toHaveAttribute("aria-invalid", "true");
    await expectAccessible(page);
    // of the step before, so that the one of now is good for the sign-in
    await dialog.getByLabel("Code").fill(codeOf(secret, Date.now() - 30_000));
    await dialog.getByRole("button", { name: "Turn on" }).click();
    recovery = (await dialog.getByRole("listitem").first().textContent()) ?? "";
    await dialog.getByRole("button", { name: "I have kept the codes" }).click();
    await expect(page.getByText("On", { exact: true })).toBeVisible();
  });

  try {
    await test.step("the password asks for a code, and a wrong one signs nobody in", async () => {
      await password(page);
      await code.fill("000000");
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("alert").first()).toBeVisible();
      await expectAccessible(page);
      await code.fill(codeOf(secret, Date.now() + 1000));
      await page.getByRole("button", { name: "Sign in" }).click();
      await signedIn(page);
    });

    await test.step("a recovery code signs in once", async () => {
      await password(page);
      await code.fill(recovery);
      await page.getByRole("button", { name: "Sign in" }).click();
      await signedIn(page);
      const again = await page.context().browser()?.newContext();
      if (!again) throw new Error("There is no browser.");
      const other = await again.newPage();
      await password(other);
      await other.getByLabel("Code").fill(recovery);
      await other.getByRole("button", { name: "Sign in" }).click();
      await expect(other.getByRole("alert").first()).toBeVisible();
      await again.close();
    });
  } finally {
    await test.step("turned off, the password signs in", async () => {
      await page.goto("/account");
      await page.getByRole("button", { name: "Turn off" }).click();
      await dialog.getByLabel("Your password").fill(user.password);
      await dialog.getByRole("button", { name: "Turn off" }).click();
      await expect(page.getByText("Off", { exact: true })).toBeVisible();
      await password(page);
      await signedIn(page);
    });
  }
});
