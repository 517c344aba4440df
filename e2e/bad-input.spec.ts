import { invokeResponseSchema } from "@annex/contract";
import type { Page } from "@playwright/test";
import { invokeExtensionPoint, invokeFunction, tokenOf } from "./fixtures/data-plane.ts";
import { writeCode } from "./fixtures/editor.ts";
import { expect, signIn, test } from "./fixtures/test.ts";

const name = `careful-${Date.now().toString(36)}`;
const good = `export const handler: AnnexHandler = async (event) => {
  return { note: String(event.number) };
};
`;

/** Pastes, and waits until the draft is saved. */
async function write(page: Page, text: string): Promise<void> {
  await writeCode(page, text);
  await expect(page.getByText("Saved, not deployed")).toBeVisible();
}

/** Presses Test and answers the region that tells how it went. */
async function testDraft(page: Page) {
  await page.getByRole("tab", { name: "Code" }).click();
  await page.getByRole("button", { name: "Test", exact: true }).click();
  const result = page.getByRole("region", { name: "Test result" });
  await expect(result).toHaveAttribute("aria-busy", "false", { timeout: 60_000 });
  return result;
}

async function deployNow(page: Page) {
  await page.getByRole("button", { name: "Deploy", exact: true }).click();
  await page.getByRole("button", { name: "Deploy now" }).click();
  return page.getByRole("dialog");
}

async function served(): Promise<unknown> {
  const required = { "invoice.number": "R-1", "invoice.total": 1, "invoice.currency": "EUR" };
  const { body } = await invokeFunction(name, await tokenOf("acme"), required);
  return invokeResponseSchema.parse(body).fields["invoice.note"];
}

test("bad input is told at its place, and what runs goes on running", async ({ page }) => {
  test.setTimeout(300_000);
  await signIn(page, "developer", "acme");

  await test.step("no name at all", async () => {
    await page.goto("/t/acme/functions/new");
    await page.getByRole("radio", { name: "Blank" }).waitFor();
    await page.getByRole("button", { name: "Create function" }).click();
    await expect(page.getByText("Fill this in.")).toBeVisible();
    await expect(page.getByLabel("Name")).toBeFocused();
    await page.getByLabel("Name").fill("x");
    await expect(page.getByText("Fill this in.")).toBeHidden();
  });

  await test.step("a name that is taken", async () => {
    await page.getByLabel("Name").fill("check-bank-details");
    await page.getByRole("button", { name: "Create function" }).click();
    await expect(
      page.getByText(/check-bank-details.*(taken|exists)|(taken|exists).*check-bank-details/).first(),
    ).toBeVisible();
    await expect(page.getByLabel("Name")).toBeFocused();
    await page.getByLabel("Name").fill(name);
    await page.getByRole("combobox", { name: "Extension point" }).click();
    await page.getByRole("option", { name: "invoice.submitted" }).click();
    await page.getByRole("radio", { name: "Blank" }).click();
    await page.getByRole("button", { name: "Create function" }).click();
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  });

  await test.step("what is right is deployed first", async () => {
    await page.getByRole("tab", { name: "Mapping" }).last().click();
    await page.getByRole("button", { name: "Add parameter" }).click();
    await page.getByRole("menuitem", { name: "invoice.number" }).click();
    await page.getByRole("button", { name: "Add output" }).click();
    await page.getByRole("menuitem", { name: "invoice.note" }).click();
    await write(page, good);
    const dialog = await deployNow(page);
    await expect(dialog.getByText("Release 1 is live.")).toBeVisible({ timeout: 60_000 });
    await dialog.getByRole("button", { name: "Done" }).click();
    expect(await served()).toBe("R-1");
  });

  await test.step("code that does not parse fails the deployment with its line", async () => {
    await write(page, "export const handler: AnnexHandler = async (event) => {\n  return { note: ;\n};\n");
    const dialog = await deployNow(page);
    await expect(dialog.getByText("Nothing that serves was changed.")).toBeVisible({ timeout: 60_000 });
    await expect(dialog.getByRole("button", { name: "src/index.ts:2" })).toBeVisible();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.locator(".squiggly-error").first()).toBeVisible();
    expect(await served()).toBe("R-1");
  });

  await test.step("a handler that does not exist is refused before anything is built", async () => {
    await write(page, good.replace("handler:", "start:"));
    await expect(page.getByText("No export src/index.handler was found; src/index.start is one.")).toBeVisible();
    const dialog = await deployNow(page);
    await expect(dialog.getByText(/src\/index\.ts has no export handler/)).toBeVisible();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect(await served()).toBe("R-1");
  });

  const faults: [title: string, body: string, told: RegExp][] = [
    ["throws", 'throw new TypeError("no such supplier");', /no such supplier/],
    ["exits", "process.exit(3);", /exit status 3/],
    [
      "takes longer than its timeout",
      "await new Promise(() => setInterval(() => {}, 1000));",
      /timed out|Ran out of time/,
    ],
    [
      "eats memory",
      "const all: Buffer[] = [];\n  for (;;) all.push(Buffer.alloc(16 << 20, 1));",
      /Ran out of memory|signal: killed/,
    ],
    ["answers a wrong type", "return { note: { text: event.number } };", /invoice\.note/],
  ];
  for (const [title, body, told] of faults) {
    await test.step(`a handler that ${title}`, async () => {
      await write(page, `export const handler: AnnexHandler = async (event) => {\n  ${body}\n};\n`);
      const result = await testDraft(page);
      await expect(result.getByText(told).first()).toBeVisible();
    });
  }

  await test.step("a zip that is none", async () => {
    await page.getByRole("tab", { name: "Settings" }).click();
    await page
      .getByLabel("Zip file")
      .setInputFiles({ name: "code.zip", mimeType: "application/zip", buffer: Buffer.from("not a zip") });
    await expect(page.getByText("code.zip was not taken; the draft is as it was")).toBeVisible();
  });

  await test.step("one byte more than 6 MB", async () => {
    const body = { "invoice.number": "x".repeat(6 * 1024 * 1024 + 1) };
    const answer = await invokeExtensionPoint("invoice.submitted", await tokenOf("acme"), body);
    expect(answer).toMatchObject({ status: 413, body: { code: "payload_too_large" } });
    expect(await served()).toBe("R-1");
  });
});
