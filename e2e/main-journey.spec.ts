import { invokeResponseSchema } from "@annex/contract";
import type { Page } from "@playwright/test";
import { env } from "./env.ts";
import { invokeExtensionPoint, invokeFunction, tokenOf } from "./fixtures/data-plane.ts";
import { writeCode } from "./fixtures/editor.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = `score-invoice-${Date.now().toString(36)}`;
const invoice = {
  "invoice.number": "R-7",
  "invoice.supplier": "Nord Metall GmbH",
  "invoice.total": 5000,
  "invoice.currency": "EUR",
  "invoice.iban": "DE89370400440532013000",
  "invoice.vatNumber": "DE136695976",
};

const codeOf = (note: string) => `import { riskScore } from "./score.ts";

export const handler: AnnexHandler = async (event) => {
  const score = riskScore(event.total, event.currency);
  console.log("scored", { total: event.total, score });
  return { riskScore: score, note: \`${note} \${event.iban}\` };
};
`;

async function deploy(page: Page, release: number): Promise<void> {
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  await page.getByRole("button", { name: "Deploy now" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByText(`Release ${release} is live.`)).toBeVisible({ timeout: 60_000 });
  await dialog.getByRole("button", { name: "Done" }).click();
}

/** Calls the extension point as Acme's product does; what `score-invoice` answered. */
async function callAcme() {
  const answer = await invokeExtensionPoint("invoice.submitted", await tokenOf("acme"), invoice);
  expect(answer.status).toBe(200);
  const { correlationId, fields, functions } = invokeResponseSchema.parse(answer.body);
  const own = functions.find((result) => result.function === name);
  if (!own) throw new Error(`${name} is not bound to invoice.submitted`);
  return { correlationId, fields, own };
}

test("from sign-in to a function that serves, changes, rolls back and is seen by everyone", async ({
  page,
  browser,
}) => {
  test.setTimeout(300_000);
  await signIn(page, "developer", "acme");

  await test.step("create the function from a template", async () => {
    await page.getByRole("link", { name: "Create function" }).first().click();
    await page.getByLabel("Name").fill(name);
    await page.getByRole("combobox", { name: "Extension point" }).click();
    await page.getByRole("option", { name: "invoice.submitted" }).click();
    await page.getByRole("radio", { name: "TypeScript handler" }).click();
    await page.getByRole("button", { name: "Create function" }).click();
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await expect(
      page.getByRole("tree", { name: "Files" }).getByRole("treeitem", { name: "score.ts", exact: true }),
    ).toBeVisible();
  });

  await test.step("map fields to parameters and the result to fields, with a preview", async () => {
    await page.getByRole("tab", { name: "Mapping" }).last().click();
    await expect(page.getByLabel("Handler")).toHaveValue("src/index.handler");
    await page.getByRole("button", { name: "Add parameter" }).click();
    await page.getByRole("menuitem", { name: "invoice.iban" }).click();
    await page.getByRole("button", { name: "Add output" }).click();
    await page.getByRole("menuitem", { name: "invoice.note" }).click();
    await expect(page.getByRole("region", { name: "Preview" })).toContainText('"iban"');
  });

  await test.step("the editor completes the mapped fields and underlines a type error", async () => {
    await writeCode(page, codeOf("first").replace("total: event.total", "total: event.totall"));
    await expect(page.locator(".squiggly-error").first()).toBeVisible({ timeout: 30_000 });
    await writeCode(page, codeOf("first"));
    await expect(page.locator(".squiggly-error")).toHaveCount(0, { timeout: 30_000 });
    await page.keyboard.press("ControlOrMeta+Home");
    for (let line = 0; line < 3; line += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    await page.keyboard.type("event.");
    await expect(page.locator(".suggest-widget")).toContainText("iban", { timeout: 30_000 });
    await expect(page.locator(".suggest-widget")).toContainText("currency");
    await page.keyboard.press("Escape");
    await writeCode(page, codeOf("first"));
  });

  await test.step("test the draft", async () => {
    await page.getByRole("button", { name: "Test", exact: true }).click();
    const result = page.getByRole("region", { name: "Test result" });
    await expect(result.getByText("Succeeded")).toBeVisible({ timeout: 60_000 });
    await expect(result.getByText(/Duration .*Memory \d+ of 128 MB/)).toBeVisible();
    await expect(result.getByText("invoice.riskScore")).toBeVisible();
    await expect(result.getByRole("list", { name: "Log lines" })).toContainText("scored");
    await expectAccessible(page);
  });

  await test.step("deploy, and call it as the product does", async () => {
    await deploy(page, 1);
    const { own, fields } = await callAcme();
    expect(own).toMatchObject({ status: "success", release: 1, fields: { "invoice.riskScore": 25 } });
    expect(fields["invoice.note"]).toBe("first DE89370400440532013000");
  });

  await test.step("another tenant, no token, a token that is none, a suspended tenant", async () => {
    const globex = await tokenOf("globex");
    expect(await invokeFunction(name, globex, invoice)).toMatchObject({ status: 404, body: { code: "not_found" } });
    const { status, body } = await invokeExtensionPoint("invoice.submitted", globex, invoice);
    expect({ status, body }).toMatchObject({ status: 200, body: { fields: {}, functions: [] } });
    expect(await invokeFunction(name, undefined, invoice)).toMatchObject({ status: 401 });
    expect(await invokeFunction(name, `${globex.slice(0, -4)}AAAA`, invoice)).toMatchObject({ status: 401 });
  });

  await test.step("change the code, deploy again, roll back in one click", async () => {
    await page.getByRole("tab", { name: "Code" }).click();
    await writeCode(page, codeOf("second"));
    await deploy(page, 2);
    expect((await callAcme()).own).toMatchObject({ release: 2 });
    await page.getByRole("tab", { name: "Releases" }).click();
    await page.getByRole("button", { name: "Roll back to release 1" }).click();
    await expect(page.getByText("Release 1 is live again")).toBeVisible();
    const { own, fields } = await callAcme();
    expect(own).toMatchObject({ release: 1 });
    expect(fields["invoice.note"]).toMatch(/^first/);
    await expectAccessible(page);
  });

  await test.step("the invocation is in metrics and logs within two seconds", async () => {
    const { correlationId } = await callAcme();
    await page.getByRole("tab", { name: "Metrics" }).click();
    await expect(page.getByLabel("Totals of the range")).toContainText("Invocations");
    await expect(page.getByLabel("Totals of the range")).toContainText("4", { timeout: 5000 });
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Logs" }).click();
    await page.getByRole("searchbox", { name: "Correlation ID" }).fill(correlationId);
    await page.waitForURL((url) => url.searchParams.get("correlationId") === correlationId);
    await expect(page.getByRole("tabpanel", { name: "Logs" }).getByText("scored").first()).toBeVisible({
      timeout: 5000,
    });
    await expectAccessible(page);
  });

  await test.step("the operator sees the tenant and suspends another at once", async () => {
    const context = await browser.newContext({ baseURL: env.stack.portal });
    const operator = await context.newPage();
    await signIn(operator, "operator", null);
    await operator.getByRole("link", { name: "Tenants", exact: true }).click();
    await operator.waitForURL("**/operator/tenants");
    await expect(operator.getByRole("row", { name: /Acme/ }).first()).toContainText(/\d/);
    await expectAccessible(operator);
    await operator.getByRole("link", { name: "Acme GmbH" }).first().click();
    await expect(operator.getByRole("row", { name: new RegExp(name) }).first()).toBeVisible();
    await expectAccessible(operator);
    await operator.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Tenants" }).click();
    await operator.getByRole("link", { name: "Globex Corp" }).first().click();
    const globex = await tokenOf("globex");
    await operator.getByRole("button", { name: "Suspend" }).click();
    const dialog = operator.getByRole("dialog");
    for (const box of await dialog.getByRole("textbox").all()) await box.fill("globex");
    await dialog.getByRole("button", { name: /Suspend/ }).click();
    await expect
      .poll(async () => (await invokeExtensionPoint("invoice.submitted", globex, invoice)).status, { timeout: 2000 })
      .toBe(403);
    const refused = await invokeExtensionPoint("invoice.submitted", globex, invoice);
    expect(JSON.stringify(refused.body)).toMatch(/suspended/);
    await operator.getByRole("button", { name: "Resume" }).click();
    await expect.poll(async () => (await invokeExtensionPoint("invoice.submitted", globex, invoice)).status).toBe(200);
    await context.close();
  });
});
