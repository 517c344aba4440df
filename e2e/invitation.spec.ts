import { randomBytes } from "node:crypto";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

test("an owner invites somebody, who joins by the link once; a removed member is out", async ({ page, browser }) => {
  const email = `ada-${randomBytes(4).toString("hex")}@acme.example`;
  await signIn(page, "owner", "acme");
  await page.goto("/t/acme/settings?tab=members");
  await page.getByRole("button", { name: "Invite member" }).click();
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByText(`${email} is invited`)).toBeVisible();
  await expectAccessible(page);
  const link = (await page.getByText(/\/invitation#/).textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("table").filter({ hasText: email })).toBeVisible();

  const other = await browser.newContext();
  const ada = await other.newPage();
  await ada.goto(link);
  await ada.getByLabel("Your name").fill("Ada Blau");
  await ada.getByLabel("New password").fill("correct horse battery");
  await ada.getByLabel("Once more").fill("correct horse battery");
  await expectAccessible(ada);
  await ada.getByRole("button", { name: "Join" }).click();
  await expect(ada.getByRole("heading", { name: "Functions" })).toBeVisible();
  await ada.goto("/account");
  await expect(ada.getByText("This one")).toBeVisible();
  await expectAccessible(ada);
  await ada.goto(link);
  await ada.reload();
  await expect(ada.getByText("This invitation is no longer good")).toBeVisible();

  await page.reload();
  await page.getByRole("row", { name: email }).getByRole("button", { name: "Remove Ada Blau" }).click();
  await page.getByLabel(`Type ${email} to confirm`).fill(email);
  await page.getByRole("button", { name: "Remove member" }).click();
  await expect(page.getByText("Ada Blau is no member any more")).toBeVisible();
  await ada.goto("/t/acme/functions");
  await expect(ada.getByText("There is nothing at this address")).toBeVisible();
  await other.close();
});
