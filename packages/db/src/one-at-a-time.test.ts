import { afterAll, beforeAll, expect, test } from "vitest";
import { type FreshDatabase, freshDatabase, seedTenant } from "./testing/index.ts";

let fresh: FreshDatabase;
let tenantId: string;
const warnings: string[] = [];
const note = (warning: Error) => void warnings.push(warning.message);
beforeAll(async () => {
  process.on("warning", note);
  fresh = await freshDatabase();
  tenantId = (await seedTenant(fresh.db, "acme")).id;
});
afterAll(async () => {
  process.off("warning", note);
  await fresh.dispose();
});

test("relations that are read at once, and statements of one transaction, are asked one after the other", async () => {
  const found = await fresh.db.forTenant(tenantId).run(async (tx) => {
    const row = await tx.tenant.findUnique({
      where: { id: tenantId },
      include: { cell: true, plan: true, recordingPolicy: true },
    });
    const counted = await Promise.all([tx.function.count(), tx.record.count(), tx.binding.count()]);
    return { slug: row?.slug, counted };
  });
  expect(found).toEqual({ slug: "acme", counted: [0, 0, 0] });
  expect(warnings.filter((text) => text.includes("client.query()"))).toEqual([]);
});

test("one that fails is told to who asked it, and what waited behind it is asked all the same", async () => {
  const outcomes = await fresh.db.operator.$transaction(async (tx) => {
    await tx.$executeRaw`SAVEPOINT before`;
    const [failed] = await Promise.allSettled([tx.$queryRaw`SELECT 1 / 0`]);
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT before`;
    const [one, two] = await Promise.all([tx.$queryRaw`SELECT 1 AS n`, tx.$queryRaw`SELECT 2 AS n`]);
    return [failed.status, one, two];
  });
  expect(outcomes).toEqual(["rejected", [{ n: 1 }], [{ n: 2 }]]);
});
