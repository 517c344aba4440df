import { execFile } from "node:child_process";
import path from "node:path";
import { createAuthor, listLambdaFunctions } from "@annex/aws";
import type { SelfTest } from "@annex/contract";
import { getSelfTest, newId, startSelfTest } from "@annex/control-plane";
import { createDb } from "@annex/db";
import { freePort } from "@annex/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { makeThrowAwayTenant } from "../src/self-test/throw-away-tenant.ts";
import { startDoors } from "./start-doors.ts";
import { type Platform, startPlatform } from "./start-platform.ts";

let platform: Platform;
let stopDoors: () => Promise<void>;

beforeAll(async () => {
  const ports = { dataPlane: await freePort(), identity: await freePort() };
  const local = (port: number) => `127.0.0.1:${port}`;
  platform = await startPlatform({
    aliases: {
      "api.annex.internal:80": local(ports.dataPlane),
      "identity.annex.internal:80": local(ports.identity),
    },
    doors: { dataPlane: `http://${local(ports.dataPlane)}`, identity: `http://${local(ports.identity)}` },
  });
  stopDoors = await startDoors(platform, ports);
});
afterAll(async () => {
  await stopDoors();
  await platform.close();
});

const operator = () => {
  const { fresh, ctx } = platform;
  return { principal: { actor: "user:operator@annex.example" }, db: fresh.db, jobs: ctx.jobs };
};

function removed(selfTestId: string): Promise<SelfTest> {
  return vi.waitFor(
    async () => {
      const found = await getSelfTest(operator(), { selfTestId });
      if (found.removedAt === null) throw new Error(`still ${found.state}`);
      return found;
    },
    { timeout: 110_000, interval: 100 },
  );
}

/** What a self-test made and should have removed: rows, and functions in Lambda. */
async function leftovers(): Promise<string[]> {
  const { fresh, cell, engine, tenant } = platform;
  const { operator: db } = fresh.db;
  const tenants = await db.tenant.findMany({ where: { id: { not: tenant.id } } });
  const points = await db.extensionPoint.findMany({ where: { key: "isolation.self-test" } });
  const author = createAuthor(cell, engine.keyOf("annex-worker"));
  const functions = await listLambdaFunctions(author).finally(() => author.close());
  const theirs = functions.filter((name) => /^annex-[0-9a-f]{10}-/.test(name));
  return [...tenants.map(({ slug }) => slug), ...points.map(({ key }) => key), ...theirs];
}

test("everything that a hostile function attempts is denied, and nothing of it stays", {
  timeout: 120_000,
}, async () => {
  const { id } = await startSelfTest(operator());
  await expect(startSelfTest(operator())).rejects.toMatchObject({ code: "conflict" });
  const result = await removed(id);
  expect(result.lines.filter(({ outcome }) => outcome !== "denied" && outcome !== "done")).toEqual([]);
  expect(result).toMatchObject({ state: "passed", denied: 25, open: 0, unknown: 0 });
  const told = (key: string) => result.lines.find((line) => line.key === key)?.happened;
  expect(told("recursion.counted")).toContain("409 conflict after 7 calls");
  expect(told("recursion.forgotten")).toContain("409 conflict after 7 calls");
  expect(told("recursion.hidden")).toContain("429 limit_exceeded after 8 calls");
  expect(told("aws.carried")).toContain("listFunctions: HTTP 403 AccessDenied");
  expect(await leftovers()).toEqual([]);
  const events = await platform.fresh.db.operator.auditEvent.findMany({ orderBy: { id: "asc" } });
  const actions = events.map(({ action }) => action);
  for (const action of ["startSelfTest", "createTenant", "publishRelease", "removeTenant", "finishSelfTest"])
    expect(actions).toContain(action);
});

async function asOwner(sql: string): Promise<void> {
  const url = platform.fresh.ownerUrl;
  const db = createDb({ appUrl: url, operatorUrl: url, poolSize: 1 });
  await db.operator.$executeRawUnsafe(sql).finally(() => db.close());
}

/** `annex self-test` on this database. */
function command(): Promise<{ code: number; out: string }> {
  const main = path.join(import.meta.dirname, "../../stack/src/main.ts");
  const env = { PATH: process.env.PATH ?? "", OPERATOR_DATABASE_URL: platform.fresh.operatorUrl };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, "self-test"], { env }, (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? 0, out: `${stdout}${stderr}` }),
    );
  });
}

test("a hole that is opened on purpose fails it, and the command too", { timeout: 120_000 }, async () => {
  await asOwner("ALTER TABLE records DISABLE ROW LEVEL SECURITY");
  try {
    const { code, out } = await command();
    expect(code).toBe(1);
    const open = out.split("\n").filter((line) => line.startsWith("open"));
    expect(open.map((line) => line.slice(0, 60))).toEqual([
      "open     Other tenants: List, read, change and delete the ne",
    ]);
    expect(out).toContain("The isolation self-test is open");
    expect(await leftovers()).toEqual([]);
  } finally {
    await asOwner("ALTER TABLE records ENABLE ROW LEVEL SECURITY");
  }
});

test("what a worker that died left behind is removed by the next one", async () => {
  const { fresh, cell, ctx, options } = platform;
  const [probeTenantId, neighbourTenantId] = [newId(), newId()];
  const { id } = await fresh.db.operator.selfTest.create({
    data: {
      ...{ id: newId(), cellId: cell.id, cellName: cell.name, state: "running", probeTenantId, neighbourTenantId },
      ...{ startedBy: "user:operator@annex.example", leaseUntil: new Date() },
    },
  });
  const parts = { db: fresh.db, masterKey: options.masterKey };
  await makeThrowAwayTenant(parts, { id: probeTenantId, role: "probe", cell, jobs: ctx.jobs });
  expect(await removed(id)).toMatchObject({ state: "interrupted" });
  expect(await leftovers()).toEqual([]);
});
