import { credentialContext, seal } from "@annex/envelope";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bind, type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";

let platform: Platform;
const secret = "correct-horse-battery-staple";
const fields = { "invoice.number": "R-1", "invoice.total": 21 };

beforeAll(async () => {
  platform = await startPlatform();
  const { acme, masterKey, fresh } = platform;
  const id = crypto.randomUUID();
  const sealed = seal(masterKey, secret, credentialContext(acme.tenant.id, id));
  const data = { id, tenantId: acme.tenant.id, name: "key", kind: "secret" as const, createdBy: "test", ...sealed };
  await fresh.db.operator.credential.create({ data });
  const parameters = [
    { name: "total", source: { kind: "field" as const, path: "invoice.total" } },
    { name: "key", source: { kind: "credential" as const, credential: "key" } },
  ];
  const { functionId } = await acme.deploy({
    name: "never",
    code: "export const handler = async () => { throw new Error('it ran'); };",
    extensionPointKey: "invoice.submitted",
    mapping: { parameters, outputs: [] },
  });
  const { id: bindingId } = await bind(platform, acme, "invoice.submitted", functionId);
  const condition = "invoice.total > 20.0";
  await fresh.db.operator.binding.update({ where: { id: bindingId }, data: { condition } });
});
afterAll(() => platform.close());

test("a dry run tells the event that the function would get, without its secrets; nothing runs, nothing is recorded", async () => {
  const { acme, fresh, dataPlane } = platform;
  const answer = await acme.call("POST", "/v1/functions/never/invocations?mode=dry_run", { body: { fields } });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    functions: [{ function: "never", release: 1, event: { total: 21, key: expect.any(String) } }],
    skipped: [],
  });
  expect(answer.text).not.toContain(secret);
  await dataPlane.services.ledger.settle();
  expect(await fresh.db.operator.invocation.count()).toBe(0);
});

test("at an extension point it tells which functions would run", async () => {
  const route = "/v1/extension-points/invoice.submitted/invocations?mode=dry_run";
  const run = await platform.acme.call("POST", route, { body: { fields } });
  expect(run.body).toMatchObject({ functions: [{ function: "never" }], skipped: [] });
  const small = { ...fields, "invoice.total": 1 };
  const skipped = await platform.acme.call("POST", route, { body: { fields: small } });
  expect(skipped.body).toMatchObject({ functions: [], skipped: ["never"] });
});

test("it refuses what the call itself would refuse", async () => {
  const route = "/v1/functions/never/invocations?mode=dry_run";
  const wrong = { fields: { ...fields, "invoice.total": "much" } };
  const answer = await platform.acme.call("POST", route, { body: wrong });
  expect(problemOf(answer)).toMatchObject({ status: 400, code: "invalid_request" });
  expect(problemOf(await platform.globex.call("POST", route, { body: { fields } })).status).toBe(404);
});
