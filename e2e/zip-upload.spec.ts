import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { deleteFunction, deploy, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("zip-upload");
const copyName = uniqueName("zip-copy");

/** A zip of these files, in a folder of its own. */
function zipOf(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "annex-zip-"));
  for (const [file, content] of Object.entries(files)) writeFileSync(path.join(folder, file), content);
  execFileSync("python3", ["-m", "zipfile", "-c", "code.zip", ...Object.keys(files)], { cwd: folder });
  return path.join(folder, "code.zip");
}

test("a zip that was built elsewhere is taken, shown file by file, tested, deployed, and can be undone", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signIn(page, "developer", "acme");
  await openNewFunction(page, name);
  const code = zipOf({
    "index.mjs": "export const handler = async (event) => ({ riskScore: event.total > 1000 ? 80 : 5 });\n",
    "NOTICE.txt": "built elsewhere\n",
  });

  await test.step("what is no zip is refused and leaves the draft as it was", async () => {
    await page.getByRole("tab", { name: "Settings" }).click({ timeout: 60_000 });
    const wrong = path.join(path.dirname(code), "wrong.zip");
    writeFileSync(wrong, "this is no zip");
    await page.getByLabel("Zip file").setInputFiles(wrong);
    await expect(page.getByText("wrong.zip was not taken; the draft is as it was")).toBeVisible({ timeout: 30_000 });
  });

  await test.step("upload, and see what it holds", async () => {
    await page.getByLabel("Zip file").setInputFiles(code);
    await expect(page.getByRole("region", { name: "Uploaded zip" })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("treeitem", { name: "index.mjs" })).toBeVisible();
    await page.getByRole("treeitem", { name: "NOTICE.txt" }).click();
    await expect(page.getByText("built elsewhere")).toBeVisible({ timeout: 30_000 });
    await page.getByRole("tab", { name: "Mapping" }).first().click();
    await page.getByLabel("Handler").fill("index.handler");
    await expectAccessible(page);
  });

  await test.step("download it again, byte by byte", async () => {
    await page.getByRole("button", { name: "More" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Download the code" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`${name}-draft.zip`);
    expect(readFileSync(await download.path()).equals(readFileSync(code))).toBe(true);
  });

  await test.step("make a copy of the function, which holds the same", async () => {
    await page.getByRole("button", { name: "More" }).click();
    await page.getByRole("menuitem", { name: "Make a copy…" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill(name);
    await page.getByRole("button", { name: "Make a copy" }).click();
    await expect(page.getByText(`The name ${name} is taken. Choose another one.`)).toBeVisible();
    await page.getByRole("dialog").getByLabel("Name").fill(copyName);
    await page.getByRole("button", { name: "Make a copy" }).click();
    await expect(page.getByRole("heading", { name: copyName })).toBeVisible();
    await expect(page.getByRole("treeitem", { name: "NOTICE.txt" })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
    await deleteFunction(page, copyName);
  });

  await test.step("test and deploy it", async () => {
    await page.keyboard.press("ControlOrMeta+Enter");
    await expect(page.getByRole("region", { name: "Test result" }).getByText("Succeeded")).toBeVisible({
      timeout: 60_000,
    });
    await deploy(page, 1);
  });
  await deleteFunction(page, name);
});
