import { randomBytes } from "node:crypto";
import { portalRoutes } from "@annex/contract";
import { env } from "./env.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

test("a script's access token is made, used, and refused from the moment that it is revoked", async ({ page }) => {
  const name = `Pipeline ${randomBytes(3).toString("hex")}`;
  const asked = (token: string) =>
    fetch(new URL(portalRoutes.functions(), env.stack.portal), { headers: { authorization: `Bearer ${token}` } });
  const row = page.getByRole("row", { name });
  let token = "";
  await signIn(page, "developer", "acme");

  await test.step("made with a scope, it is shown once", async () => {
    await page.goto("/t/acme/settings?tab=access-tokens");
    await page.getByRole("button", { name: "Create access token" }).first().click();
    const form = page.getByRole("dialog", { name: "Create access token" });
    await form.getByLabel("Name").fill(name);
    await expect(form.getByLabel("functions:read")).toBeChecked();
    await expectAccessible(page);
    await form.getByRole("button", { name: "Create access token" }).click();
    const shown = page.getByRole("dialog", { name: `${name} is created` });
    token = (await shown.getByText(/^annex_pat_/).textContent()) ?? "";
    await expectAccessible(page);
    await shown.getByRole("button", { name: "I have copied the token" }).click();
    await expect(row).toContainText("Active");
    await expect(row).toContainText(`…${token.slice(-4)}`);
    expect((await asked(token)).status).toBe(200);
  });

  await test.step("revoked by its typed name, it is refused at once and says so", async () => {
    await row.getByRole("button", { name: `Revoke ${name}` }).click();
    const confirm = page.getByRole("dialog", { name: `Revoke ${name}` });
    const revoke = confirm.getByRole("button", { name: "Revoke access token" });
    await expect(revoke).toBeDisabled();
    await confirm.getByLabel(`Type ${name} to confirm`).fill(name);
    await expectAccessible(page);
    await revoke.click();
    await expect(row).toContainText("Revoked");
    await expect(row.getByRole("button")).toHaveCount(0);
    expect((await asked(token)).status).toBe(401);
  });
});
