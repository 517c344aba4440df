import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { writeCode } from "./fixtures/editor.ts";
import { deleteFunction, deploy, expectSaved, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("layered");

/** A zip with the package `scores`, which gives every invoice the same score. */
function layerZip(score: number): string {
  const folder = mkdtempSync(path.join(tmpdir(), "annex-layer-"));
  const where = path.join(folder, "nodejs/node_modules/scores");
  mkdirSync(where, { recursive: true });
  writeFileSync(path.join(where, "package.json"), '{"name":"scores","main":"index.cjs"}');
  writeFileSync(path.join(where, "index.cjs"), `module.exports = { score: ${score} };`);
  execFileSync("python3", ["-m", "zipfile", "-c", "layer.zip", "nodejs"], { cwd: folder });
  return path.join(folder, "layer.zip");
}

test("a layer is made, browsed, given to a function, deployed with it, and upgraded after a look at what changes", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signIn(page, "developer", "acme");
  const addVersion = async (score: number) => {
    await page.getByLabel("Zip").setInputFiles(layerZip(score));
    await page.getByLabel("What changed").fill(`Score ${score}`);
    await page.getByRole("button", { name: "Add version" }).click();
    await expect(page.getByRole("cell", { name: `Score ${score}` })).toBeVisible({ timeout: 30_000 });
  };

  await test.step("make it, with its first version", async () => {
    await page.goto("/t/acme/layers");
    await page.getByRole("button", { name: "Create layer" }).first().click();
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByRole("dialog").getByRole("button", { name: "Create layer" }).click();
    await addVersion(40);
    await page.getByRole("button", { name: "Browse version 1" }).click();
    await page.getByRole("treeitem", { name: "index.cjs" }).click();
    await expect(page.getByText("module.exports")).toBeVisible({ timeout: 30_000 });
    await expectAccessible(page);
  });
  const layerPage = page.url().replace(/\?.*/, "");

  await test.step("give it to a function and deploy", async () => {
    await openNewFunction(page, name);
    await page.getByRole("tab", { name: "Settings" }).click({ timeout: 60_000 });
    await page.getByRole("combobox", { name: "Add a layer" }).click();
    await page.getByRole("option", { name }).click();
    await expect(page.getByRole("list", { name: "Layers in order" }).getByText(name)).toBeVisible();
    await page.getByRole("tab", { name: "Code" }).click();
    const code = 'import { score } from "scores";\nexport const handler = async () => ({ riskScore: score });\n';
    await writeCode(page, code);
    await expectSaved(page);
    await deploy(page, 1);
  });

  await test.step("another version is offered with what changes, and taken", async () => {
    await page.goto(layerPage);
    await page.getByRole("button", { name: "New version" }).click();
    await addVersion(60);
    await page.goto(`/t/acme/functions/${name}?tab=settings`);
    await page.getByRole("button", { name: "What changes" }).click({ timeout: 60_000 });
    await expect(page.getByText("0 added, 0 removed, 1 changed")).toBeVisible();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Upgrade" }).click();
    await expectSaved(page);
    await deploy(page, 2);
  });
  await deleteFunction(page, name);
});
