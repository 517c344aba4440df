import { AppError } from "@annex/contract";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { createDb } from "./create-db.ts";
import { isDatabaseAway } from "./is-database-away.ts";
import { type FreshDatabase, freshDatabase, seedTenant } from "./testing/index.ts";

let fresh: FreshDatabase;
let tenantId: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  tenantId = (await seedTenant(fresh.db, "acme")).id;
});
afterAll(() => fresh.dispose());

const failure = (work: () => Promise<unknown>) =>
  work().then(
    () => undefined,
    (error: unknown) => error,
  );

describe("the database is away where", () => {
  test("nothing listens", async () => {
    const url = new URL(fresh.appUrl);
    url.port = "1";
    const db = createDb({ appUrl: url.href });
    expect(isDatabaseAway(await failure(() => db.forTenant(tenantId).run((tx) => tx.tenant.count())))).toBe(true);
    await db.close();
  });

  test("it ends connections in the middle of a statement", async () => {
    const asleep = failure(() => fresh.db.forTenant(tenantId).run((tx) => tx.$queryRaw`SELECT pg_sleep(20)::text`));
    const owner = createDb({ appUrl: fresh.ownerUrl, operatorUrl: fresh.ownerUrl, poolSize: 1 });
    const end = async () => {
      const rows = await owner.operator.$queryRaw<unknown[]>`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE '%pg_sleep(20)%' AND pid <> pg_backend_pid()`;
      expect(rows).toHaveLength(1);
    };
    await vi.waitFor(end, { timeout: 10_000 });
    await owner.close();
    expect(isDatabaseAway(await asleep)).toBe(true);
  });
});

describe("the database is not away where", () => {
  test.each<[string, () => Promise<unknown>]>([
    ["a statement is wrong", () => fresh.db.forTenant(tenantId).run((tx) => tx.$queryRaw`SELECT nonsense`)],
    ["a statement fails", () => fresh.db.forTenant(tenantId).run((tx) => tx.$queryRaw`SELECT 1 / 0`)],
    ["a row is refused", () => fresh.db.forTenant(tenantId).run((tx) => tx.$executeRaw`DELETE FROM audit_events`)],
    ["our code is wrong", async () => JSON.parse("{")],
    ["what is stored is not what was expected", async () => z.number().parse("x")],
    ["another service is away", () => fetch("http://127.0.0.1:1/")],
    ["we refused", async () => Promise.reject(new AppError("internal", "No."))],
    ["a value is thrown that is no error", async () => Promise.reject("ECONNREFUSED")],
  ])("%s", async (_, work) => {
    const error = await failure(work);
    expect(error).toBeDefined();
    expect(isDatabaseAway(error)).toBe(false);
  });

  test("an error is its own cause", () => {
    const error = new Error("round and round");
    error.cause = error;
    expect(isDatabaseAway(error)).toBe(false);
  });
});
