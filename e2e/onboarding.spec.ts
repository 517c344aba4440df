import { randomBytes } from "node:crypto";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const id = randomBytes(3).toString("hex");
const type = `order${id}`;
const point = `${type}.placed`;
const tenant = `umbrella-${id}`;

test("an operator makes the product's own record type, extension point and tenant; its first owner joins and finds them", async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  await signIn(page, "operator", null);

  await test.step("a record type, with what is wrong told at its field", async () => {
    await page.goto("/operator/record-types/new");
    await page.getByLabel("Key", { exact: true }).fill(type);
    await page.getByLabel("Name", { exact: true }).fill(`Order ${id}`);
    await page.getByLabel("Name of field 1").fill("total");
    await page.getByLabel("Type of field total").click();
    await page.getByRole("option", { name: "number" }).click();
    await page.getByRole("button", { name: "Add field" }).click();
    await page.getByLabel("Name of field 2").fill("total");
    await page.getByRole("button", { name: "Create record type" }).click();
    await expect(page.getByText(`There are two fields ${type}.total.`)).toBeVisible();
    await page.getByLabel("Name of field 2").fill("note");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Create record type" }).click();
    await expect(page.getByRole("row").filter({ hasText: type })).toContainText("none");
  });

  await test.step("an extension point, whose contract is changed after a look at what that would break", async () => {
    await page.goto("/operator/extension-points/new");
    await page.getByLabel("Key", { exact: true }).fill(point);
    await page.getByLabel("Name", { exact: true }).fill("Order placed");
    await page.getByLabel("Record type", { exact: true }).click();
    await page.getByRole("option", { name: `Order ${id}` }).click();
    await page.getByRole("group", { name: "Inputs" }).getByLabel(`${type}.total`).check();
    await page.getByRole("button", { name: "Create extension point" }).click();
    await page.getByRole("link", { name: `Change ${point}` }).click();
    await page.getByRole("group", { name: "Outputs" }).getByLabel(`${type}.note`).check();
    await expect(page.getByText("No function is bound here.")).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("button", { name: "Save as version 2" }).click();
    await expect(page.getByText(`${point} is at version 2`)).toBeVisible();
  });

  await test.step("a field that it uses cannot be taken away", async () => {
    await page.goto(`/operator/record-types/${type}`);
    await page.getByRole("button", { name: "Remove field note" }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText(`The extension points ${point} use it.`)).toBeVisible();
  });

  await test.step("a tenant, whose first owner is invited and finds the extension point", async () => {
    await page.goto("/operator/tenants");
    await page.getByRole("button", { name: "Create tenant" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Umbrella");
    await page.getByLabel("Slug").fill(tenant);
    await page.getByLabel("First owner's e-mail").fill(`ada@${tenant}.example`);
    await expectAccessible(page);
    await page.getByRole("dialog").getByRole("button", { name: "Create tenant" }).click();
    const link = (await page.getByText(/\/invitation#/).textContent()) ?? "";
    await page.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("heading", { name: "Umbrella", level: 1 })).toBeVisible();

    const other = await browser.newContext();
    const ada = await other.newPage();
    await ada.goto(link);
    await ada.getByLabel("Your name").fill("Ada Blau");
    await ada.getByLabel("New password").fill("correct horse battery");
    await ada.getByLabel("Once more").fill("correct horse battery");
    await ada.getByRole("button", { name: "Join" }).click();
    await expect(ada.getByRole("heading", { name: "Functions" })).toBeVisible();
    await ada.goto(`/t/${tenant}/extension-points`);
    await expect(ada.getByRole("region", { name: point })).toBeVisible();
    await other.close();
  });

  await test.step("the tenant is closed, and says until when it can come back", async () => {
    await page.getByRole("button", { name: "More for Umbrella" }).click();
    await page.getByRole("menuitem", { name: "Close tenant" }).click();
    await page.getByLabel("Reason").fill("They left.");
    await page.getByLabel(`Type ${tenant} to confirm`).fill(tenant);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Close tenant" }).click();
    await expect(page.getByText(/everything that is its is removed at/)).toBeVisible();
    await page.getByRole("button", { name: "Resume tenant" }).click();
    await expect(page.getByText("Umbrella works again")).toBeVisible();
  });

  await test.step("a cell of AWS is asked for in words that can be right", async () => {
    await page.goto("/operator/cells");
    await page.getByRole("button", { name: "Create cell" }).click();
    await page.getByLabel("Name", { exact: true }).fill(`paris-${id}`);
    await page.getByLabel("AWS account").fill("1234");
    await page.getByLabel("Region").fill("eu-west-3");
    await page.getByRole("dialog").getByRole("button", { name: "Create cell" }).click();
    await expect(page.getByText("An account's ID has 12 digits")).toBeVisible();
    await expectAccessible(page);
  });
});
