import type { Package, PackageTypes } from "@annex/contract";
import {
  createFunction,
  getPackageTypes,
  resumeTenant,
  saveDraft,
  startPackageTypes,
  suspendTenant,
  type TenantContext,
} from "@annex/control-plane";
import { seedTenant } from "@annex/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { draftOf, type Platform, startPlatform } from "./start-platform.ts";
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

async function drafted(ctx: TenantContext, functionName: string, packages: Package[]): Promise<void> {
  await createFunction(ctx, { name: functionName, extensionPointKey: null, template: "blank" });
  await saveDraft(ctx, { functionName, content: draftOf("export {};", { packages }), revision: 1 });
}

async function typesOf(ctx: TenantContext, functionName: string): Promise<PackageTypes> {
  await startPackageTypes(ctx, { functionName });
  return getPackageTypes(ctx, { functionName, waitMs: 60_000 });
}

const typed = { name: "typed-side", version: "2.0.0" };
const untyped = { name: "left-side", version: "1.2.3" };

test("the declarations of a draft's packages are there for the editor, with a manifest that leads to them, and no code", async () => {
  const { ctx } = platform;
  await drafted(ctx, "typed", [typed, untyped]);
  expect(await getPackageTypes(ctx, { functionName: "typed" })).toMatchObject({ state: "none", files: {} });
  const types = await typesOf(ctx, "typed");
  expect(types).toMatchObject({ state: "done", untyped: ["left-side"], problem: null });
  expect(Object.keys(types.files).sort()).toEqual([
    ...["typed-side/dist/main.d.ts", "typed-side/dist/right.d.ts", "typed-side/package.json"],
  ]);
  expect(JSON.parse(types.files["typed-side/package.json"] ?? "")).toEqual({ ...typed, types: "./dist/main.d.ts" });
  expect(types.files["typed-side/dist/right.d.ts"]).toContain("export declare function right(text: string): string;");
}, 90_000);

test("asking again asks nobody, and another tenant with the same packages has to ask for itself", async () => {
  const { ctx, fresh, cell } = platform;
  await startPackageTypes(ctx, { functionName: "typed" });
  const jobs = await fresh.db.operator.$queryRaw`SELECT 1 AS one FROM pgboss.job WHERE name = 'package-types'`;
  expect(jobs).toHaveLength(1);
  const globex = await seedTenant(fresh.db, "globex", cell.id);
  const theirs = { ...ctx, tenant: globex, db: fresh.db.forTenant(globex.id) };
  await drafted(theirs, "typed", [typed, untyped]);
  expect((await getPackageTypes(theirs, { functionName: "typed" })).state).toBe("none");
});

test("a package that is not there is told in words, and can be asked for again", async () => {
  const { ctx } = platform;
  await drafted(ctx, "missing", [{ name: "no-such-package", version: "1.0.0" }]);
  const types = await typesOf(ctx, "missing");
  expect(types).toMatchObject({
    state: "failed",
    problem: "no-such-package@1.0.0 does not exist in the package registry.",
  });
  expect((await startPackageTypes(ctx, { functionName: "missing" })).state).toBe("queued");
}, 90_000);

test("a draft without packages has nothing to ask for", async () => {
  const { ctx } = platform;
  await drafted(ctx, "plain", []);
  expect((await startPackageTypes(ctx, { functionName: "plain" })).state).toBe("done");
});

test("what waits when its tenant is suspended is not asked of the registry, says why, and can be asked for again", async () => {
  const { ctx, fresh, tenant } = platform;
  const operator = { ...ctx, db: fresh.db };
  await drafted(ctx, "suspended", [typed]);
  await platform.stopWorker();
  await startPackageTypes(ctx, { functionName: "suspended" });
  await suspendTenant(operator, { tenantId: tenant.id, reason: "unpaid" });
  await platform.restartWorker();
  expect(await getPackageTypes(ctx, { functionName: "suspended", waitMs: 60_000 })).toMatchObject({
    state: "failed",
    files: {},
    problem: "The tenant is suspended. Ask the operator of the platform.",
  });
  await resumeTenant(operator, { tenantId: tenant.id });
  expect(await typesOf(ctx, "suspended")).toMatchObject({ state: "done" });
}, 90_000);
