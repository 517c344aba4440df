import type { Locator, Page } from "@playwright/test";
import { env } from "./env.ts";
import { deleteFunction, uniqueName } from "./fixtures/function.ts";
import { expect, test } from "./fixtures/test.ts";

const name = uniqueName("by-keyboard");

/** Tabs on until the element has the focus, as somebody without a mouse. */
async function tabTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  for (let press = 0; press < 80; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target} is not reached with ${key}`);
}

test("from sign-in to a live release with the keyboard alone", async ({ page }) => {
  test.setTimeout(240_000);
  const user = env.stack.users.find(({ role, tenant }) => role === "developer" && tenant === "acme");
  if (!user) throw new Error("The stack describes no developer of acme.");

  await test.step("sign in", async () => {
    await page.goto("/signin");
    await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
    await tabTo(page, page.getByLabel("E-mail"));
    await page.keyboard.type(user.email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(user.password);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Functions" })).toBeVisible({ timeout: 60_000 });
  });

  await test.step("create a function from the command palette", async () => {
    await page.keyboard.press("ControlOrMeta+k");
    await page.keyboard.type("create function");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Create function" })).toBeVisible({ timeout: 60_000 });
    await expect(page.getByRole("radio", { name: "TypeScript handler" })).toBeVisible();
    await tabTo(page, page.getByLabel("Name", { exact: true }));
    await page.keyboard.type(name);
    await tabTo(page, page.getByRole("button", { name: "Create function" }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible({ timeout: 60_000 });
  });

  await test.step("go to a file, write in it, and leave the editor", async () => {
    await expect(page.locator(".monaco-editor .view-line").first()).toBeVisible({ timeout: 60_000 });
    await tabTo(page, page.getByRole("treeitem", { name: "index.ts" }));
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("treeitem", { name: "score.ts" })).toHaveAttribute("aria-selected", "true");
    const editor = page.locator(".monaco-editor").first();
    for (let press = 0; press < 20; press += 1) {
      if (await editor.evaluate((element) => element.contains(document.activeElement))) break;
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("ControlOrMeta+Home");
    await page.keyboard.type("// by keyboard\n");
    await page.keyboard.press("Control+m");
    await expect(page.getByText("Tab leaves the editor.")).toBeVisible();
    await page.keyboard.press("Tab");
    await expect.poll(() => editor.evaluate((element) => element.contains(document.activeElement))).toBe(false);
    await page.keyboard.press("ControlOrMeta+s");
    await expect(page.getByText(/^Saved/).first()).toBeVisible({ timeout: 20_000 });
  });

  await test.step("test and deploy", async () => {
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(page.getByRole("region", { name: "Test result" }).getByText("Succeeded")).toBeVisible({
      timeout: 60_000,
    });
    await page.keyboard.press("ControlOrMeta+Shift+Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
    await tabTo(page, page.getByLabel("Message"));
    await page.keyboard.type("by keyboard");
    await page.keyboard.press("Enter");
    await expect(page.getByText("Release 1 is live.")).toBeVisible({ timeout: 90_000 });
    await page.keyboard.press("Escape");
  });

  await test.step("the shortcuts are told", async () => {
    await page.keyboard.press("Escape");
    await page
      .locator("h1")
      .first()
      .focus()
      .catch(() => undefined);
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Search in files");
  });
  await deleteFunction(page, name);
});
