import {
  createAuthor,
  deleteLambdaFunction,
  ensureFunction,
  listLambdaFunctions,
  pointAlias,
  readAlias,
} from "@annex/aws";
import { listAudit, rollBack } from "@annex/control-plane";
import { codeSha256Of, makeZip } from "@annex/control-plane/zip";
import { createExpressionPool } from "@annex/field-mapping/worker-pool";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCells } from "../src/cells/cells.ts";
import { repairDrift } from "../src/drift/repair-drift.ts";
import type { WorkerContext } from "../src/worker-context.ts";
import { deploy, draftOf, ended, type Platform, startPlatform } from "./start-platform.ts";

let platform: Platform;
let author: ReturnType<typeof createAuthor>;
let worker: WorkerContext;
const functionName = "drifting";
const note = (text: string) => draftOf(`export const handler = async () => ({ note: ${JSON.stringify(text)} });`);

beforeAll(async () => {
  platform = await startPlatform();
  const { ctx, fresh, engine, cell, options } = platform;
  author = createAuthor(cell, engine.keyOf("annex-worker"));
  const { masterKey, sources, log, credentials } = options;
  const cells = createCells({ db: fresh.db, credentials, sources });
  const doors = { dataPlane: "http://127.0.0.1:1", identity: "http://127.0.0.1:1", database: fresh.operatorUrl };
  const { evaluateFor } = createExpressionPool(); // no expression is run here, so that it starts no thread
  worker = { db: fresh.db, masterKey, cells, sources, webhookHosts: new Set(), mailer: null, doors, evaluateFor, log };
  await ended(ctx, functionName, await deploy(ctx, functionName, note("one")));
  await ended(ctx, functionName, await deploy(ctx, functionName, note("two")));
});
afterAll(async () => {
  worker.cells.close();
  author.close();
  await platform.close();
});

const row = () =>
  platform.fresh.db.operator.function.findFirstOrThrow({
    where: { name: functionName },
    include: { liveRelease: true },
  });
const alias = async () => readAlias(author, (await row()).lambdaName, "live");

/** What the audit trail tells of the last repair. */
async function told() {
  const [last] = (await listAudit(platform.ctx)).items.filter(({ action }) => action === "repairFunction");
  return last?.detail.found;
}

describe("what was changed behind our back is found, put right and told:", () => {
  test("nothing, where nothing was", async () => {
    await repairDrift(worker);
    expect(await told()).toBeUndefined();
    expect((await row()).reconciledAt).not.toBeNull();
  });

  test("an alias that was moved", async () => {
    const { lambdaName } = await row();
    await pointAlias(author, { name: lambdaName, alias: "live", version: "1", other: { version: "2", weight: 0.5 } });
    await repairDrift(worker);
    expect(await alias()).toEqual({ version: "2", weights: {} });
    expect(await told()).toEqual(["the alias pointed at version 1"]);
  });

  test("tags that do not fit any more, such as another plan's", async () => {
    const { operator } = platform.fresh.db;
    await operator.tenant.update({ where: { id: platform.tenant.id }, data: { planKey: "scale" } });
    await repairDrift(worker);
    expect(await told()).toEqual(["the tags plan were not right"]);
    await repairDrift(worker);
    expect((await listAudit(platform.ctx)).items.filter(({ action }) => action === "repairFunction")).toHaveLength(2);
  });

  test("a function that was deleted: it serves again, and its earlier releases can still be rolled back to", async () => {
    const { lambdaName } = await row();
    await deleteLambdaFunction(author, lambdaName);
    await repairDrift(worker);
    const { liveRelease } = await row();
    expect(liveRelease).toMatchObject({ number: 2 });
    expect(await alias()).toEqual({ version: liveRelease?.lambdaVersion, weights: {} });
    expect(await told()).toEqual(["version 2 of release 2 is gone", "the alias was gone"]);
    const back = await rollBack(platform.ctx, { functionName, releaseNumber: 1 });
    const done = await ended(platform.ctx, functionName, back);
    expect(done).toMatchObject({ state: "active", steps: [{ name: "publishing" }, { name: "shifting" }] });
    await repairDrift(worker);
    expect((await listAudit(platform.ctx)).items.filter(({ action }) => action === "repairFunction")).toHaveLength(3);
  });

  test("a function of ours that no row speaks of, and only that one", async () => {
    const zip = await makeZip([{ path: "index.mjs", bytes: Buffer.from("export const handler = async () => 1;") }]);
    const orphan = `annex-${platform.tenant.key}-${"0".repeat(32)}`;
    const shape = { handler: "index.handler", memoryMb: 128, timeoutMs: 1000, environment: {}, tags: {} };
    await ensureFunction(author, { ...shape, name: orphan, runtime: "nodejs24.x", zip, codeSha256: codeSha256Of(zip) });
    const before = await listLambdaFunctions(author);
    await repairDrift(worker);
    expect((await listLambdaFunctions(author)).sort()).toEqual(before.filter((name) => name !== orphan).sort());
    const told = await platform.fresh.db.operator.auditEvent.findFirst({ where: { action: "removeOrphan" } });
    expect(told).toMatchObject({ tenantId: null, target: `lambda:${orphan}` });
  });
});
