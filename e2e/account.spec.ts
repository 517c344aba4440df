import { randomBytes } from "node:crypto";
import { createdInvitationSchema } from "@annex/contract";
import type { Page } from "@playwright/test";
import { env } from "./env.ts";
import { callPortal } from "./fixtures/function.ts";
import { oneTimePassword } from "./fixtures/one-time-password.ts";
import { expect, expectAccessible, signIn, signOut, test } from "./fixtures/test.ts";

const email = `grace-${randomBytes(4).toString("hex")}@acme.example`;
const first = "correct horse battery";
const second = "another staple entirely";

async function enter(page: Page, password: string, code?: string): Promise<void> {
  await page.goto("/signin");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  if (code === undefined) return;
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("an authenticator app beside the password, a recovery code without the phone, and a forgotten password", async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  await signIn(page, "owner", "acme");
  const invited = await callPortal(page, "acme", "POST", "/api/v1/invitations", {
    ...{ email, role: "developer", expiresInDays: 1 },
  });
  expect(invited.status, JSON.stringify(invited.body)).toBe(201);
  const { link } = createdInvitationSchema.parse(invited.body);
  const other = await browser.newContext();
  const grace = await other.newPage();
  await grace.goto(link);
  await grace.getByLabel("Your name").fill("Grace Rot");
  await grace.getByLabel("New password").fill(first);
  await grace.getByLabel("Once more").fill(first);
  await grace.getByRole("button", { name: "Join" }).click();
  await expect(grace.getByRole("heading", { name: "Functions" })).toBeVisible();
  let recoveryCodes: string[] = [];
  let secret = "";

  await test.step("the app is set up, and its recovery codes are shown once", async () => {
    await grace.goto("/account");
    await grace.getByRole("button", { name: "Set up" }).click();
    const dialog = grace.getByRole("dialog");
    await dialog.getByLabel("Your password").fill("not it at all");
    await dialog.getByRole("button", { name: "Continue" }).click();
    await expect(dialog.getByText("This is not your password.")).toBeVisible();
    await dialog.getByLabel("Your password").fill(first);
    await dialog.getByRole("button", { name: "Continue" }).click();
    await expect(dialog.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
    await expectAccessible(grace);
    secret = ((await dialog.getByText(/^([A-Z2-7]{4} )+[A-Z2-7]+$/).textContent()) ?? "").replaceAll(" ", "");
    await dialog.getByLabel("Code").fill("000000");
    await dialog.getByRole("button", { name: "Turn on" }).click();
    await expect(dialog.getByText("This is not the app's code of now.")).toBeVisible();
    await dialog.getByLabel("Code").fill(oneTimePassword(secret));
    await dialog.getByRole("button", { name: "Turn on" }).click();
    const codes = grace.getByRole("dialog", { name: "The authenticator app is on" });
    await expect(codes.getByRole("listitem")).toHaveCount(10);
    recoveryCodes = await codes.getByRole("listitem").allTextContents();
    await expectAccessible(grace);
    await codes.getByRole("button", { name: "I have kept the codes" }).click();
    await expect(grace.getByText(/10 recovery codes\s+are left/)).toBeVisible();
    await signOut(grace);
  });

  await test.step("the password alone signs nobody in; the app's code does, once", async () => {
    await enter(grace, first, "000000");
    await expect(grace.getByText(/This code is not right/)).toBeVisible();
    await expectAccessible(grace);
    // the code of this half minute was used to set it up, the next one's is good already
    const code = oneTimePassword(secret, 1);
    await grace.getByLabel("Code").fill(code);
    await grace.getByRole("button", { name: "Sign in" }).click();
    await expect(grace.getByRole("heading", { name: "Functions" })).toBeVisible();
    await signOut(grace);
    await enter(grace, first, code);
    await expect(grace.getByText(/was used already/)).toBeVisible();
    await enter(grace, first, recoveryCodes[0]);
    await expect(grace.getByRole("heading", { name: "Functions" })).toBeVisible();
    await grace.goto("/account");
    await expect(grace.getByText(/9 recovery codes\s+are left/)).toBeVisible();
    await signOut(grace);
  });

  await test.step("a forgotten password is set anew by the e-mail's link, and the app's code is still asked for", async () => {
    await grace.getByRole("link", { name: "Forgot password?" }).click();
    await expect(grace.getByRole("heading", { name: "Forgot password" })).toBeVisible(); // both pages ask for an e-mail
    await grace.getByLabel("E-mail").fill(email);
    await expectAccessible(grace);
    await grace.getByRole("button", { name: "Send link" }).click();
    await expect(grace.getByText(/a link for a new one is on its way/)).toBeVisible();
    await expectAccessible(grace);
    const post = await browser.newContext({ baseURL: env.stack.portal });
    const operator = await post.newPage();
    await signIn(operator, "operator", null);
    await operator.goto("/operator/outbox");
    await operator.getByRole("row", { name: email }).getByRole("button").first().click();
    const mail = (await operator.getByRole("region", { name: "Text" }).textContent()) ?? "";
    await post.close();
    await grace.goto(/https?:\/\/\S+\/new-password#\S+/.exec(mail)?.[0] ?? "");
    await grace.getByLabel("New password").fill(second);
    await grace.getByLabel("Once more").fill(second);
    await expectAccessible(grace);
    await grace.getByRole("button", { name: "Set password" }).click();
    await expect(grace.getByText("Your new password is set. Sign in with it.")).toBeVisible();
    await enter(grace, first);
    await expect(grace.getByText("No account matches this e-mail and password.")).toBeVisible();
    await enter(grace, second, recoveryCodes[0]);
    await expect(grace.getByText(/was used already/)).toBeVisible();
    await enter(grace, second, recoveryCodes[1]);
    await expect(grace.getByRole("heading", { name: "Functions" })).toBeVisible();
  });

  await test.step("turned off with the password, the password alone signs in again", async () => {
    await grace.goto("/account");
    await grace.getByRole("button", { name: "Turn off" }).click();
    const dialog = grace.getByRole("dialog");
    await dialog.getByLabel("Your password").fill(second);
    await dialog.getByRole("button", { name: "Turn off" }).click();
    await expect(grace.getByText("Off", { exact: true })).toBeVisible();
    await signOut(grace);
    await enter(grace, second);
    await expect(grace.getByRole("heading", { name: "Functions" })).toBeVisible();
  });
  await other.close();
});
