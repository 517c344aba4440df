import { randomBytes } from "node:crypto";
import { createAuthor, deleteLambdaFunction, listLambdaFunctions } from "@annex/aws";
import { makeZip } from "@annex/control-plane/zip";
import { freshDatabase, startEngine } from "@annex/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRunnerFleet, type RunnerFleet } from "../src/runners/runner-fleet.ts";
import { testAnswerSchema } from "../src/runners/test-request.ts";
import { testSources } from "./start-platform.ts";

let author: ReturnType<typeof createAuthor>;
let close: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  const engine = await startEngine();
  author = createAuthor(await engine.register(fresh.db), engine.keyOf("annex-worker"));
  close = async () => {
    author.close();
    await engine.close();
    await fresh.dispose();
  };
});
afterAll(() => close());

const ownRunners = async () =>
  (await listLambdaFunctions(author)).filter((name) => /^annex-platform-test-node24-[0-9a-f]{12}$/.test(name));

async function tryWith(fleet: RunnerFleet, host: string) {
  const bytes = Buffer.from("export const handler = async () => 1;");
  const artifact = (await makeZip([{ path: "index.mjs", bytes }])).toString("base64");
  const draft = { handler: "index.handler", environment: {}, timeoutMs: 3000, memoryMb: 128, functionName: "f" };
  const payload = { ...draft, artifact, event: {}, correlationId: "test-correlation" };
  const tenantId = randomBytes(8).toString("hex");
  const call = { runtime: "nodejs24.x", egress: [{ host, port: 443 }], layers: [], tenantId, payload } as const;
  expect(testAnswerSchema.parse(await fleet.test(call))).toMatchObject({ status: "success", output: 1 });
}

test("a tenant that tests with ever new allow-lists fills no account: the runners used last are kept", async () => {
  const fleet = createRunnerFleet(author, testSources, 2);
  await tryWith(fleet, "a.example.com");
  const [first = ""] = await ownRunners();
  await tryWith(fleet, "b.example.com");
  await tryWith(fleet, "a.example.com");
  await tryWith(fleet, "c.example.com");
  const kept = await ownRunners();
  expect(kept).toHaveLength(2);
  expect(kept).toContain(first);
  await tryWith(fleet, "b.example.com");
  expect(await ownRunners()).toHaveLength(2);
});

test("a runner that another process removed is made anew, and one that an earlier process left is removed", async () => {
  const fleet = createRunnerFleet(author, testSources);
  await tryWith(fleet, "d.example.com");
  for (const name of await ownRunners()) await deleteLambdaFunction(author, name);
  await tryWith(fleet, "d.example.com");
  expect(await ownRunners()).toHaveLength(1);
  await createRunnerFleet(author, testSources).ensureCommon();
  expect(await ownRunners()).toEqual([]);
  await tryWith(fleet, "d.example.com");
});
