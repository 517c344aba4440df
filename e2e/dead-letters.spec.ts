import { acceptResponseSchema, dataPlaneRoutes, invocationStatusSchema } from "@annex/contract";
import { env } from "./env.ts";
import { acceptFunction, tokenOf } from "./fixtures/data-plane.ts";
import { writeCode } from "./fixtures/editor.ts";
import { deleteFunction, deploy, expectSaved, openNewFunction, uniqueName } from "./fixtures/function.ts";
import { expect, expectAccessible, signIn, test } from "./fixtures/test.ts";

const name = uniqueName("dead-letters");
const failing = `export const handler: AnnexHandler = async () => {
  throw new Error("the ERP is away");
};
`;
const mended = `export const handler: AnnexHandler = async () => ({ riskScore: 7 });
`;

async function statusOf(token: string, id: string) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${env.stack.dataPlane}${dataPlaneRoutes.invocation(id)}`, { headers });
  return invocationStatusSchema.parse(await response.json());
}

test("what failed for good is found, run again with the mended code, and discarded, which can be taken back", async ({
  page,
}) => {
  test.setTimeout(240_000);
  await signIn(page, "developer", "acme");
  await openNewFunction(page, name);

  await test.step("a function that fails, and is not tried again", async () => {
    await writeCode(page, failing);
    await expectSaved(page);
    await page.getByRole("tab", { name: "Settings" }).click();
    const retries = page.getByRole("region", { name: "Retries" });
    await retries.getByLabel("A policy of its own").click();
    await retries.getByLabel("Runs in all").fill("1");
    await retries.getByRole("button", { name: "Save policy" }).click();
    await expect(page.getByText("Saved how it is tried again")).toBeVisible();
    await expectAccessible(page);
    await deploy(page, 1);
  });

  const token = await tokenOf("acme");
  const ids: string[] = [];
  for (const number of ["R-1", "R-2", "R-3"]) {
    const { status, body } = await acceptFunction(name, token, {
      "invoice.number": number,
      "invoice.total": 10,
      "invoice.currency": "EUR",
    });
    expect(status, JSON.stringify(body)).toBe(202);
    ids.push(...acceptResponseSchema.parse(body).invocations.map(({ invocationId }) => invocationId));
  }

  const letters = page.getByRole("button", { name: `Run the dead letter of ${name} again` });
  await test.step("its dead letters say what went wrong", async () => {
    await page.goto(`/t/acme/async?tab=dead-letters&function=${name}`);
    await expect(letters).toHaveCount(3, { timeout: 30_000 });
    await expect(page.getByText("Error: the ERP is away").first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step("mended, they are run again with the release that is live now", async () => {
    await page.goto(`/t/acme/functions/${name}`);
    await writeCode(page, mended);
    await deploy(page, 2);
    await page.goto(`/t/acme/async?tab=dead-letters&function=${name}`);
    await letters.first().click();
    await expect(page.getByText("1 dead letter run again")).toBeVisible();
    await expect(letters).toHaveCount(2);
    const states = () => Promise.all(ids.map(async (id) => (await statusOf(token, id)).state));
    await expect.poll(async () => (await states()).toSorted()).toEqual(["dead", "dead", "done"]);
  });

  await test.step("a discarded one comes back with Undo; the others are discarded all at once", async () => {
    await page
      .getByRole("button", { name: `Discard the dead letter of ${name}` })
      .first()
      .click();
    await expect(letters).toHaveCount(1);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(letters).toHaveCount(2);
    await page.getByRole("button", { name: "Discard all 2" }).click();
    await expect(page.getByRole("heading", { name: "No dead letter" })).toBeVisible();
  });
  await deleteFunction(page, name);
});
