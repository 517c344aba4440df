import { portalRoutes, recordingPolicySchema } from "@annex/contract";
import { invokeFunction, tokenOf } from "./fixtures/data-plane.ts";
import { writeCode } from "./fixtures/editor.ts";
import { callPortal, deleteFunction, deploy, expectSaved, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("recorded");
const code = `export const handler: AnnexHandler = async (event) => ({ riskScore: event.total ? 7 : 0 });
`;

test("a real invocation that was recorded becomes a test event without its redacted fields, and the draft is tested with it", async ({
  page,
  browser,
}) => {
  test.setTimeout(240_000);
  const ownersPage = await (await browser.newContext()).newPage();
  await signIn(ownersPage, "owner", "acme");
  const policyOf = async (method: string, body?: unknown) => {
    const answer = await callPortal(ownersPage, "acme", method, portalRoutes.recordingPolicy(), body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    return recordingPolicySchema.parse(answer.body);
  };
  const { mode, redacted, retentionDays } = await policyOf("GET");
  await signIn(page, "developer", "acme");
  await openNewFunction(page, name);

  await test.step("deploy, let the tenant record everything but IBANs, and call it", async () => {
    await writeCode(page, code);
    await expectSaved(page);
    await deploy(page, 1);
    await policyOf("PUT", { mode: "all", redacted: ["invoice.iban"], retentionDays });
    const fields = { "invoice.number": "R-77", "invoice.total": 1234, "invoice.currency": "EUR" };
    const token = await tokenOf("acme");
    const answer = await invokeFunction(name, token, { ...fields, "invoice.iban": "DE89370400440532013000" });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  });

  await test.step("the invocation is offered, and saved by one click", async () => {
    const panel = page.getByRole("tabpanel", { name: "Test", exact: true });
    const runs = page.getByRole("region", { name: "Recorded invocations" }).getByRole("listitem");
    await expect(async () => {
      await page.reload();
      await panel.getByRole("button", { name: "Test event from a real invocation" }).click();
      await expect(runs).toHaveCount(1, { timeout: 3000 });
    }).toPass({ timeout: 60_000 });
    await expectAccessible(page);
    await runs.getByRole("button").click();
    await expect(page.getByText(/Saved the test event .* success/)).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(panel.getByLabel("Test event", { exact: true })).toContainText("success");
    await expect(panel.getByRole("textbox", { name: "invoice.number" })).toHaveValue("R-77");
    await expect(panel.getByRole("textbox", { name: "invoice.total" })).toHaveValue("1234");
    await expect(panel.getByRole("textbox", { name: "invoice.iban" })).not.toHaveValue(/DE89/);
  });

  await test.step("the draft runs with it", async () => {
    await page.keyboard.press("ControlOrMeta+Enter");
    const result = page.getByRole("region", { name: "Test result" });
    await expect(result.getByRole("heading", { name: "Succeeded" })).toBeVisible({ timeout: 60_000 });
    await expect(result).toContainText("7");
  });

  await policyOf("PUT", { mode, redacted, retentionDays });
  await ownersPage.context().close();
  await deleteFunction(page, name);
});
