import { randomBytes } from "node:crypto";
import { type OidcProvider, startProvider } from "@annex/testing/oidc-provider";
import { env } from "./env.ts";
import { expect, expectAccessible, signOut, test } from "./fixtures/test.ts";

const { oidcIssuer } = env;
test.skip(
  oidcIssuer === undefined,
  "Needs a stack whose OpenID Connect provider is this journey: the OIDC_ settings of apps/stack/src/check/run-end-to-end.ts, and the issuer in ANNEX_E2E_OIDC_ISSUER.",
);

const callback = `${env.stack.portal}/api/auth/callback/oidc`;
const subject = `lin-${randomBytes(4).toString("hex")}`;
const lin = { sub: subject, email: `${subject}@acme.example`, email_verified: true, name: "Lin Okoye" };
let provider: OidcProvider | undefined;

async function start(groups: readonly string[]): Promise<void> {
  await provider?.close();
  provider = await startProvider(callback, Number(new URL(oidcIssuer ?? "").port));
  provider.person = { ...lin, groups };
}

test.afterAll(async () => provider?.close());

test("who signs in at the company's provider works where its groups say, and nowhere else", async ({ page }) => {
  await test.step("the provider is away: who presses reads why, and can sign in by password", async () => {
    await page.goto("/t/acme/functions");
    await expect(page).toHaveURL(/signin/);
    await page.getByRole("button", { name: "Continue with Example login" }).click();
    await expect(page.getByText("Your provider cannot be reached at the moment.")).toBeVisible();
    await expect(page.getByLabel("Password")).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("a developer by her group lands where she wanted to go", async () => {
    await start(["acme-developers"]);
    await page.goto("/t/acme/functions");
    await page.getByRole("button", { name: "Continue with Example login" }).click();
    await expect(page.getByRole("heading", { name: "Functions" })).toBeVisible();
    await expect(page).toHaveURL(/\/t\/acme\/functions/);
    await expect(page.getByRole("link", { name: "Create function" }).first()).toBeVisible();
    await page.goto("/account");
    await expect(page.getByText(lin.email).first()).toBeVisible();
    await expect(page.getByText("Example login").first()).toBeVisible();
    await page.goto("/t/globex/functions");
    await expect(page.getByText("There is nothing at this address")).toBeVisible();
  });

  await test.step("her group is another one: with the next sign-in she reads only", async () => {
    await page.goto("/t/acme/functions");
    await signOut(page);
    await start(["acme-readers"]);
    await page.goto("/t/acme/functions");
    await page.getByRole("button", { name: "Continue with Example login" }).click();
    await expect(page.getByRole("heading", { name: "Functions" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Create function" })).toHaveCount(0);
    await expect(page.getByText("You are a viewer here: you see everything and change nothing.")).toBeVisible();
    await expectAccessible(page);
    await page.goto("/t/acme/functions/check-bank-details");
    await expect(page.getByRole("button", { name: "Deploy" })).toBeDisabled();
    await expect(page.getByRole("button", { name: "New file" })).toBeDisabled();
    await expect(page.getByRole("button", { name: /^Actions of / })).toHaveCount(0);
    await page.getByRole("textbox", { name: "Code" }).focus();
    await page.keyboard.type("x");
    await expect(page.getByText("To change the code, ask an owner for the role developer.").first()).toBeVisible();
    await page.getByRole("tab", { name: "Mapping" }).last().click();
    await expect(page.getByRole("button", { name: "Add parameter" })).toBeDisabled();
    await page.getByRole("tab", { name: "Tests" }).last().click();
    await expect(page.getByRole("button", { name: /^Run all/ })).toBeDisabled();
    await expect(page.getByRole("checkbox", { name: /^Deploy only when all tests pass/ })).toBeDisabled();
  });

  await test.step("who signs out at the provider is signed out here", async () => {
    await page.goto(`${oidcIssuer}/session/end`);
    await page.getByRole("button", { name: "Yes, sign me out" }).click();
    await expect(page.getByText("Sign-out Success")).toBeVisible();
    await page.goto("/t/acme/functions");
    await expect(page).toHaveURL(/signin/);
  });

  await test.step("an address that the provider does not vouch for opens nobody's account", async () => {
    await start(["platform"]);
    if (provider) provider.person = { ...lin, sub: `not-${subject}`, email_verified: false, groups: ["platform"] };
    await page.goto("/signin");
    await page.getByRole("button", { name: "Continue with Example login" }).click();
    await expect(page.getByText("Your provider does not vouch for your e-mail address.")).toBeVisible();
  });
});
