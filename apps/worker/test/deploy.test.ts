import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type DeploymentState, type DraftContent, packageLockSchema } from "@annex/contract";
import {
  endPause,
  listReleases,
  pause,
  publishRelease,
  rollBack,
  saveDraft,
  saveTestEvent,
  updateFunction,
} from "@annex/control-plane";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { deploy, draftOf, ended, type Platform, startPlatform } from "./start-platform.ts";
import { type Registry, startRegistry } from "./start-registry.ts";

let registry: Registry;
let platform: Platform;

beforeAll(async () => {
  registry = await startRegistry();
  platform = await startPlatform({ aliases: { "registry.test.internal:80": `127.0.0.1:${registry.port}` } });
});
afterAll(async () => {
  await platform.close();
  await registry.close();
});

const note = (text: string) => draftOf(`export const handler = async () => ({ note: ${JSON.stringify(text)} });`);

function functionRow(name: string) {
  const { db } = platform.fresh;
  return db.operator.function.findFirstOrThrow({ where: { name }, include: { liveRelease: true } });
}

test("a deployment goes through its states to active, and each step says what it did", async () => {
  const { ctx } = platform;
  const deployment = await ended(ctx, "first", await deploy(ctx, "first", note("one")));
  expect(deployment).toMatchObject({ state: "active", releaseNumber: 1, failure: null });
  expect(deployment.steps).toMatchObject([
    { name: "building", state: "done", detail: expect.stringMatching(/^1 file, \d+ kB$/) },
    { name: "publishing", state: "done", detail: "CreateFunction, PublishVersion: version 1" },
    { name: "shifting", state: "done", detail: "live is version 1" },
  ]);
  expect((await functionRow("first")).liveRelease).toMatchObject({ number: 1, lambdaVersion: "1" });
  const [release] = await listReleases(ctx, { functionName: "first" });
  expect(release).toMatchObject({ live: true, artifactBytes: expect.any(Number) });
});

test("packages are installed in exact versions, without running their scripts", async () => {
  const content = draftOf(
    "import { left } from 'left-side'; export const handler = async () => ({ note: left('abc') });",
    {
      packages: [{ name: "left-side", version: "1.2.3" }],
    },
  );
  const deployment = await ended(platform.ctx, "packaged", await deploy(platform.ctx, "packaged", content));
  expect(deployment.failure).toBeNull();
  expect((await functionRow("packaged")).liveRelease?.packageLock).toEqual({
    "left-side": expect.stringMatching(/^1\.2\.3 sha512-/),
  });
});

test("what packages need keeps the last build's versions until newer ones are asked for", async () => {
  const lockAfter = async (more: Partial<DraftContent>) => {
    const packages = [{ name: "upper-side", version: "1.0.0" }];
    const code = `import { needs } from "upper-side"; export const handler = async () => ({ note: needs }); // ${Date.now()}`;
    const content = draftOf(code, { packages, ...more });
    expect((await ended(platform.ctx, "kept", await deploy(platform.ctx, "kept", content))).failure).toBeNull();
    const { packageLock } = (await functionRow("kept")).liveRelease ?? {};
    const lock = Object.entries(packageLockSchema.parse(packageLock));
    return lock.map(([name, line]) => `${name} ${line.split(" ")[0]}`).toSorted();
  };
  expect(await lockAfter({})).toEqual(["moving-side 1.0.0", "upper-side 1.0.0"]);
  registry.publish("moving-side", "1.1.0");
  expect(await lockAfter({})).toEqual(["moving-side 1.0.0", "upper-side 1.0.0"]);
  const packagesAsOf = new Date().toISOString();
  expect(await lockAfter({ packagesAsOf })).toEqual(["moving-side 1.1.0", "upper-side 1.0.0"]);
  registry.publish("moving-side", "1.2.0");
  expect(await lockAfter({ packagesAsOf })).toEqual(["moving-side 1.1.0", "upper-side 1.0.0"]);
}, 90_000);

describe("a build that fails", () => {
  test("leaves the live release and names file and line", async () => {
    const { ctx } = platform;
    await ended(ctx, "broken", await deploy(ctx, "broken", note("good")));
    const content = draftOf("export const handler = async () => {\n  return {;\n};");
    const deployment = await ended(ctx, "broken", await deploy(ctx, "broken", content));
    expect(deployment).toMatchObject({
      state: "failed",
      failure: {
        step: "building",
        code: "build_failed",
        message: expect.stringMatching(/^src\/index\.ts:2: /),
        hint: "Correct the code, then deploy again. What serves was not changed.",
        diagnostics: [{ source: "build", file: "src/index.ts", line: 2 }],
      },
    });
    expect((await functionRow("broken")).liveRelease?.number).toBe(1);
  });

  test.each([
    ["left-side", "9.9.9", "left-side@9.9.9 does not exist: the package has no such version."],
    ["no-such-package", "1.0.0", "no-such-package@1.0.0 does not exist in the package registry."],
  ])("says that %s@%s does not exist", async (name, version, message) => {
    const content = { ...note("x"), packages: [{ name, version }] };
    const deployment = await ended(platform.ctx, "unpackaged", await deploy(platform.ctx, "unpackaged", content));
    expect(deployment.failure).toMatchObject({ code: "build_failed", message });
  });
});

test("a rollback makes the earlier release live, code and mapping, and marks what it left", async () => {
  const { ctx } = platform;
  await ended(ctx, "rolled", await deploy(ctx, "rolled", note("one")));
  const second = await ended(ctx, "rolled", await deploy(ctx, "rolled", note("two")));
  const back = await ended(ctx, "rolled", await rollBack(ctx, { functionName: "rolled", releaseNumber: 1 }));
  expect(back).toMatchObject({ kind: "rollback", state: "active", steps: [{ name: "shifting" }] });
  expect((await functionRow("rolled")).liveRelease?.number).toBe(1);
  expect((await ended(ctx, "rolled", second)).state).toBe("rolled_back");
  await expect(rollBack(ctx, { functionName: "rolled", releaseNumber: 1 })).rejects.toMatchObject({ code: "conflict" });
});

test("two deployments at once both end, and the later one is live", async () => {
  const { ctx } = platform;
  const functionName = "twice";
  const first = await deploy(ctx, functionName, note("one"));
  const { revision } = await saveDraft(ctx, { functionName, content: note("two"), revision: 2 });
  const second = await publishRelease(ctx, { functionName, revision });
  const states = await Promise.all([first, second].map((deployment) => ended(ctx, functionName, deployment)));
  expect(states.map(({ state }) => state)).toEqual(["active", "active"]);
  expect((await functionRow(functionName)).liveRelease?.number).toBe(2);
});

describe("the gate", () => {
  test("deploys when every test event passes, and leaves what serves when one does not", async () => {
    const { ctx } = platform;
    const functionName = "gated";
    await ended(ctx, functionName, await deploy(ctx, functionName, note("one")));
    await updateFunction(ctx, { functionName, requiresPassingTests: true });
    const record = { "invoice.total": 1 };
    await saveTestEvent(ctx, { functionName, name: "says two", record, expected: { output: { note: "two" } } });
    await saveTestEvent(ctx, { functionName, name: "works", record });
    const good = await ended(ctx, functionName, await deploy(ctx, functionName, note("two")));
    expect(good).toMatchObject({ state: "active", steps: [{}, { name: "testing", detail: "2 tests passed" }, {}, {}] });
    const bad = await ended(ctx, functionName, await deploy(ctx, functionName, note("three")));
    expect(bad).toMatchObject({
      state: "failed",
      failure: {
        step: "testing",
        code: "tests_failed",
        message: "1 of 2 tests did not pass: says two. says two: output.",
      },
    });
    expect((await functionRow(functionName)).liveRelease?.number).toBe(2);
  });

  test("run no test of a function that was paused meanwhile: the deployment fails and says why", async () => {
    const { ctx, fresh, tenant } = platform;
    const functionName = "gated";
    const operator = { ...ctx, db: fresh.db };
    const runs = await fresh.db.operator.testRun.count();
    await platform.stopWorker();
    const deployment = await deploy(ctx, functionName, note("two"));
    const reason = "It floods the supplier's API.";
    const what = { kind: "function", functionName, tenantId: tenant.id, reason } as const;
    const { id: pauseId } = await pause(operator, what);
    await platform.restartWorker();
    expect(await ended(ctx, functionName, deployment)).toMatchObject({
      state: "failed",
      failure: {
        step: "testing",
        code: "paused",
        message: `The function gated is paused by the operator of the platform: ${reason}`,
        hint: "Deploy again when the pause has ended. What serves was not changed.",
      },
    });
    expect(await fresh.db.operator.testRun.count()).toBe(runs);
    await endPause(operator, { pauseId });
  });
});

test("code that is more than the plan allows is refused before Lambda is asked", async () => {
  const { ctx, fresh, tenant } = platform;
  await fresh.db.operator.tenant.update({ where: { id: tenant.id }, data: { quotas: { codeBytes: 1024 } } });
  const deployment = await ended(ctx, "large", await deploy(ctx, "large", note("x".repeat(3000))));
  expect(deployment.failure).toMatchObject({
    step: "building",
    code: "payload_too_large",
    message: expect.stringMatching(/^The code has \d+ kB, and 1 kB are allowed \(plan Standard\)\.$/),
  });
  await fresh.db.operator.tenant.update({ where: { id: tenant.id }, data: { quotas: {} } });
});

describe("a worker that died is made up for", () => {
  const died: [string, DeploymentState, { lambdaVersion?: null; artifactSha256?: null }][] = [
    ["before it began", "queued", { artifactSha256: null, lambdaVersion: null }],
    ["while building", "building", { artifactSha256: null, lambdaVersion: null }],
    ["after it published, before it wrote that down", "publishing", { lambdaVersion: null }],
    ["before it shifted", "shifting", {}],
  ];
  test.each(died)("%s", async (when, state, lost) => {
    const { ctx, fresh } = platform;
    const functionName = `died-${when.replaceAll(/[^a-z]+/g, "-")}`.slice(0, 39).replace(/-$/, "");
    const { id } = await ended(ctx, functionName, await deploy(ctx, functionName, note(when)));
    const { id: functionId } = await functionRow(functionName);
    await platform.stopWorker();
    await fresh.db.operator.function.update({ where: { id: functionId }, data: { liveReleaseId: null } });
    await fresh.db.operator.release.updateMany({ where: { functionId }, data: lost });
    const deployment = await fresh.db.operator.deployment.update({ where: { id }, data: { state, finishedAt: null } });
    await platform.restartWorker();
    await vi.waitFor(
      async () => expect((await functionRow(functionName)).liveRelease?.lambdaVersion).toBe("1"),
      10_000,
    );
    expect(deployment.id).toBe(id);
  });

  test("by kill -9 in the middle of a deployment", async () => {
    const { ctx, options, masterKey } = platform;
    await platform.stopWorker();
    const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: options.appUrl,
      OPERATOR_DATABASE_URL: options.operatorUrl,
      ANNEX_MASTER_KEY: masterKey,
      CELL_CREDENTIALS: JSON.stringify(options.credentials),
      NPM_REGISTRY: options.sources.npmRegistry,
      PORT: "0",
    };
    const child = spawn(process.execPath, [main], { env, stdio: "ignore" });
    const deployment = await deploy(ctx, "killed", note("after all"));
    await vi.waitFor(async () => {
      const { state } = await platform.fresh.db.operator.deployment.findUniqueOrThrow({ where: { id: deployment.id } });
      expect(state).not.toBe("queued");
    }, 15_000);
    child.kill("SIGKILL");
    await once(child, "exit");
    await platform.restartWorker();
    expect((await ended(ctx, "killed", deployment)).state).toBe("active");
  });
});

test("a build whose diagnostics quote what cannot be stored fails like any other", async () => {
  const { ctx } = platform;
  const source = 'import x from "no\\u0000thing"; export const handler = async () => ({ note: x });';
  const { state, failure } = await ended(ctx, "unstorable", await deploy(ctx, "unstorable", draftOf(source)));
  expect([state, failure?.code, failure?.diagnostics[0]?.message]).toEqual([
    "failed",
    "build_failed",
    expect.stringContaining("nothing"),
  ]);
});
