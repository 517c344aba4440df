import { env } from "./env.ts";
import { writeCode } from "./fixtures/editor.ts";
import { deleteFunction, deploy, expectSaved, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { servePythonIndex, type Wheel } from "./fixtures/python-index.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const wheels: readonly Wheel[] = [
  {
    name: "greeting",
    version: "1.2.0",
    needs: ["words>=1"],
    module: "from words import word\n\ndef greet(name):\n    return f'{word} {name}'\n",
  },
  { name: "words", version: "1.5", module: "word = 'hello'\n" },
  { name: "words", version: "2.0", module: "word = 'good day'\n" },
];
const code = `from greeting import greet


def handler(event, context):
    return {"note": greet("supplier")}
`;

const { pythonIndex } = env;
test.skip(
  pythonIndex === undefined,
  "Needs a stack whose Python index is this journey's own: PYTHON_INDEX=http://127.0.0.1:8099/simple npm start, and the same address in ANNEX_E2E_PYTHON_INDEX.",
);
let close: () => Promise<void>;
test.beforeAll(async () => {
  close = await servePythonIndex(pythonIndex ?? "", wheels);
});
test.afterAll(() => close());

test("a Python package comes with what it needs, runs in a test and live", async ({ page }) => {
  test.setTimeout(240_000);
  const name = uniqueName("python-package");
  await signIn(page, "developer", "acme");
  await openNewFunction(page, name, "python-handler");

  await test.step("a package that the index does not have is told where it was asked for", async () => {
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByLabel("Name of the package").fill("unheard-of");
    await page.getByLabel("Version of the package").fill("1.0");
    await page.getByRole("button", { name: "Add package" }).click();
    await expectSaved(page);
    await page.getByRole("button", { name: "Test", exact: false }).first().click();
    const result = page.getByRole("region", { name: "Test result" });
    await expect(result).toContainText(/unheard-of/, { timeout: 60_000 });
    await expect(result).not.toContainText("did not give");
    await page.getByRole("tab", { name: "Settings" }).click();
    await page.getByRole("button", { name: "Remove package unheard-of" }).click();
  });

  await test.step("add one that there is, use it, and test", async () => {
    await page.getByLabel("Name of the package").fill("Greeting");
    await page.getByLabel("Version of the package").fill("1.2.0");
    await page.getByRole("button", { name: "Add package" }).click();
    await expect(page.getByRole("button", { name: "Remove package greeting" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("tab", { name: "Code" }).click();
    await writeCode(page, code);
    await expectSaved(page);
    await page.keyboard.press("ControlOrMeta+Enter");
    const result = page.getByRole("region", { name: "Test result" });
    await expect(result.getByRole("heading", { name: "Succeeded" })).toBeVisible({ timeout: 90_000 });
    await expect(result).toContainText("good day supplier");
  });

  await test.step("deploy; the release keeps what was locked", async () => {
    await deploy(page, 1);
  });
  await deleteFunction(page, name);
});

test("a layer's version is made from packages, and the next one is compared with it", async ({ page }) => {
  test.setTimeout(240_000);
  const name = uniqueName("from-packages");
  await signIn(page, "developer", "acme");
  await page.goto("/t/acme/layers");
  await page.getByRole("button", { name: "Create layer" }).first().click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByRole("dialog").getByRole("button", { name: "Create layer" }).click();
  // the dialog that asks for a zip: this layer is made otherwise
  await expect(page.getByRole("dialog", { name: `New version of ${name}` })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();

  const make = async (lines: string, message: string) => {
    await page.getByRole("button", { name: "From packages" }).first().click();
    await page.getByRole("radio", { name: /Python index/ }).check();
    await page.getByRole("textbox", { name: "Packages" }).fill(lines);
    await page.getByLabel("What changed").fill(message);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Make version" }).click();
  };

  await test.step("a version with a package that there is not says why", async () => {
    await make("unheard-of==1.0", "none");
    await expect(page.getByText("The last version could not be made from its packages")).toBeVisible({
      timeout: 60_000,
    });
    await expect(page.getByRole("status").filter({ hasText: "unheard-of" })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("two versions are made, and what changed between them is shown", async () => {
    await make("words==1.5", "first words");
    await expect(page.getByRole("cell", { name: "first words" })).toBeVisible({ timeout: 60_000 });
    await make("words==2.0", "newer words");
    await expect(page.getByRole("cell", { name: "newer words" })).toBeVisible({ timeout: 60_000 });
    await page.getByRole("button", { name: "Compare version 2 with version 1" }).click();
    const changed = page.getByRole("region", { name: /Packages that differ/ }).getByRole("row", { name: /words/ });
    await expect(changed).toContainText("1.5");
    await expect(changed).toContainText("2.0");
    await expectAccessible(page);
  });
});
