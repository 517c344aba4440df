import { dataPlaneRoutes, invokeResponseSchema, recordSchema } from "@annex/contract";
import { z } from "zod";
import { env } from "./env.ts";
import { invokeExtensionPoint, tokenOf } from "./fixtures/data-plane.ts";
import { expect, signIn, test } from "./fixtures/test.ts";

const invoice = {
  "invoice.number": "INV-9001",
  "invoice.supplier": "Papier Berger AG",
  "invoice.total": 1200,
  "invoice.currency": "EUR",
  "invoice.iban": "DE89370400440532013000",
  "invoice.vatNumber": "DE136695976",
};

/** What one of the functions bound to the extension point answered. */
async function call(point: string, name: string, fields: Record<string, unknown> = invoice) {
  const { status, body } = await invokeExtensionPoint(point, await tokenOf("acme"), fields);
  expect(status).toBe(200);
  const found = invokeResponseSchema.parse(body).functions.find((result) => result.function === name);
  if (!found) throw new Error(`${name} is not bound to ${point}`);
  return found;
}

async function supplier(name: string) {
  const response = await fetch(`${env.stack.dataPlane}${dataPlaneRoutes.records("supplier")}?limit=100`, {
    headers: { authorization: `Bearer ${await tokenOf("acme")}` },
  });
  const { items } = z.object({ items: z.array(recordSchema) }).parse(await response.json());
  return items.find(({ data }) => data.name === name);
}

test("reuse of existing logic: published packages check IBAN and VAT number", async () => {
  const right = await call("invoice.submitted", "check-bank-details");
  expect(right).toMatchObject({ status: "success", fields: { "invoice.status": "checked" } });
  const wrong = await call("invoice.submitted", "check-bank-details", {
    ...invoice,
    "invoice.iban": "DE89370400440532013001",
    "invoice.vatNumber": "XX123",
  });
  expect(wrong.fields).toEqual({
    "invoice.status": "needs attention",
    "invoice.note": expect.stringMatching(/digits mixed up; VAT number XX123 is of no known country/),
  });
});

test("a proprietary protocol: the function books in the ERP over TCP, and without its allow-list entry it is told why not", async ({
  page,
}) => {
  const booked = await call("invoice.approved", "post-to-erp");
  expect(booked).toMatchObject({
    status: "success",
    fields: { "invoice.note": expect.stringMatching(/^Booked in the ERP as /) },
  });
  const refused = await call("invoice.approved", "post-to-erp", { ...invoice, "invoice.currency": "euro" });
  expect(refused.fields["invoice.note"]).toMatch(/^The ERP refused the invoice/);

  await signIn(page, "developer", "acme");
  await page.goto("/t/acme/functions/post-to-erp?tab=settings");
  await page.getByRole("button", { name: /Remove.*erp\.demo\.internal:7001/ }).click();
  await page.getByRole("button", { name: "Test", exact: true }).click();
  const result = page.getByRole("region", { name: "Test result" });
  await expect(result.getByText(/allow-list has no entry for erp\.demo\.internal/).first()).toBeVisible({
    timeout: 60_000,
  });
  await page.goto("/t/acme/functions/post-to-erp?tab=settings");
  await page.getByLabel("Host").fill("erp.demo.internal");
  await page.getByLabel("Port").fill("7001");
  await page.getByLabel("Port").press("Enter");
  await expect(page.getByText("erp.demo.internal:7001")).toBeVisible();
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await expect(result.getByText("Succeeded")).toBeVisible({ timeout: 60_000 });
});

test("an SDK: the function updates a record of its own tenant with credentials that the mapping hands in", async () => {
  const before = await supplier("Papier Berger AG");
  const done = await call("invoice.approved", "enrich-invoice");
  expect(done).toMatchObject({
    status: "success",
    fields: { "invoice.note": expect.stringContaining("preferred supplier") },
  });
  const after = await supplier("Papier Berger AG");
  expect(Number(after?.data.invoices)).toBe(Number(before?.data.invoices) + 1);
  expect(after?.data.lastInvoice).toBe("INV-9001");
  expect(JSON.stringify(done)).not.toContain("clientSecret");
});
