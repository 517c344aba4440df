import { bindingSchema, invokeResponseSchema } from "@annex/contract";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { invokeExtensionPoint, tokenOf } from "./fixtures/data-plane.ts";
import { callPortal } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const invoice = {
  "invoice.number": "INV-7001",
  "invoice.supplier": "Papier Berger AG",
  "invoice.total": 400,
  "invoice.currency": "EUR",
  "invoice.iban": "DE89370400440532013000",
  "invoice.vatNumber": "DE136695976",
};

async function call(point: string, total: number) {
  const { status, body } = await invokeExtensionPoint(point, await tokenOf("acme"), {
    ...invoice,
    "invoice.total": total,
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return invokeResponseSchema.parse(body);
}

/** Gives a demo function's binding back what it has on a fresh stack, for the journeys that come after. */
async function resetBinding(page: Page, functionName: string): Promise<void> {
  const { body } = await callPortal(page, "acme", "GET", "/api/v1/bindings");
  const binding = z
    .array(bindingSchema)
    .parse(body)
    .find((candidate) => candidate.functionName === functionName);
  const settings = { condition: null, mode: "blocking", timeoutMs: null, failureMode: null, fallback: null };
  await callPortal(page, "acme", "PATCH", `/api/v1/bindings/${binding?.id}`, { ...settings, retryPolicy: null });
}

test("functions at an extension point are put in order by dragging and by key", async ({ page }) => {
  await signIn(page, "developer", "acme");
  await page.goto("/t/acme/extension-points");
  const rows = page.getByRole("list", { name: "Functions at invoice.approved" }).getByRole("listitem");
  await expect(rows).toHaveText([/post-to-erp/, /enrich-invoice/]);
  await rows.nth(1).dragTo(rows.nth(0), { targetPosition: { x: 60, y: 4 } });
  await expect(rows).toHaveText([/enrich-invoice/, /post-to-erp/]);
  await expect(async () => {
    const { functions } = await call("invoice.approved", 400);
    expect(functions.map((result) => result.function)).toEqual(["enrich-invoice", "post-to-erp"]);
  }).toPass({ timeout: 10_000 });
  await page.reload();
  await expect(rows).toHaveText([/enrich-invoice/, /post-to-erp/]);
  await rows.nth(1).getByRole("link").press("Alt+ArrowUp");
  await expect(rows).toHaveText([/post-to-erp/, /enrich-invoice/]);
});

test("when a bound function runs and what becomes of its failure is set without a deployment", async ({ page }) => {
  await signIn(page, "developer", "acme");
  await page.goto("/t/acme/extension-points");
  const row = page.getByRole("listitem").filter({ hasText: "check-bank-details" });
  const dialog = page.getByRole("dialog", { name: "How check-bank-details runs" });
  const open = () => row.getByRole("button", { name: "Set how check-bank-details runs" }).click();
  const save = dialog.getByRole("button", { name: "Save" });
  try {
    await open();
    await dialog.getByLabel("Condition").fill("invoice.totl > 1000.0");
    await dialog.getByLabel("Time limit in ms").fill("90000");
    await expect(dialog.getByText(/invoice\.totl/)).toBeVisible();
    await expect(dialog.getByText(/from 50 to 5000/)).toBeVisible();
    await expect(save).toBeDisabled();
    await dialog.getByLabel("Condition").fill("invoice.tot");
    await expect(page.getByRole("option", { name: /invoice\.total/ })).toBeVisible();
    await dialog.getByLabel("Condition").press("Escape"); // closes the completions, not the dialog
    await dialog.getByLabel("Condition").fill("invoice.total > 1000.0");
    await dialog.getByLabel("Time limit in ms").fill("2000");
    await dialog.getByLabel("invoice.note").fill("not checked");
    await expectAccessible(page);
    await save.click();
    await expect(row.getByText("if invoice.total > 1000.0 · 2 s at most · with a fallback")).toBeVisible();
    await expect.poll(async () => (await call("invoice.submitted", 400)).skipped).toEqual(["check-bank-details"]);
    expect((await call("invoice.submitted", 4000)).fields).toMatchObject({ "invoice.status": "checked" });

    await open();
    await dialog.getByLabel("Mode").click();
    await page.getByRole("option", { name: /^After the answer/ }).click();
    await save.click();
    await expect(row.getByText("After the answer")).toBeVisible();
    await expect.poll(async () => (await call("invoice.submitted", 4000)).accepted?.length).toBe(1);
    await page.getByRole("link", { name: "Async" }).click();
    await page.getByRole("combobox").first().click();
    await page.getByRole("option", { name: "Done" }).click();
    await expect(page.getByRole("row").filter({ hasText: "check-bank-details" }).first()).toBeVisible();
    await expectAccessible(page);
  } finally {
    await resetBinding(page, "check-bank-details");
  }
});
