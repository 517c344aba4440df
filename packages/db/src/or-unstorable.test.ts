import { AppError } from "@annex/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tx } from "./create-db.ts";
import { orUnstorable } from "./or-unstorable.ts";
import { type FreshDatabase, freshDatabase, seedTenant } from "./testing/index.ts";

let fresh: FreshDatabase;
let tenantId: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  tenantId = (await seedTenant(fresh.db, "acme")).id;
});
afterAll(() => fresh.dispose());

const failure = (work: (tx: Tx) => Promise<unknown>) =>
  fresh.db
    .forTenant(tenantId)
    .run(work)
    .then(
      () => undefined,
      (error: unknown) => error,
    );

const nul = "\u0000";
const half = "\ud800";
const text = "Text with U+0000 or half a surrogate pair cannot be kept. Send it without.";
const number = "A number is out of the range in which it can be kept. Send a smaller one.";

describe("the caller is told what cannot be kept:", () => {
  test.each<[string, (tx: Tx) => Promise<unknown>, string]>([
    ["text to find by", (tx) => tx.function.findFirst({ where: { name: nul } }), text],
    ["a part of text", (tx) => tx.function.findFirst({ where: { name: { contains: nul } } }), text],
    ["a parameter", (tx) => tx.$queryRaw`SELECT ${nul}::text`, text],
    ["JSON", (tx) => tx.record.create({ data: { tenantId, typeKey: "x", data: { nul } } }), text],
    ["half a surrogate pair", (tx) => tx.record.create({ data: { tenantId, typeKey: "x", data: { half } } }), text],
    ["JSON as a parameter", (tx) => tx.$queryRaw`SELECT ${JSON.stringify(half)}::jsonb`, text],
    ["an integer to find by", (tx) => tx.record.findFirst({ where: { version: 2 ** 31 } }), number],
    ["an integer", (tx) => tx.record.updateMany({ data: { version: 2 ** 31 } }), number],
    ["a long integer", (tx) => tx.auditEvent.findFirst({ where: { id: { lt: 2n ** 63n } } }), number],
  ])("%s", async (_, work, message) => {
    const error = await failure(work);
    expect(error).toBeDefined();
    expect(orUnstorable(error)).toMatchObject({ code: "invalid_request", message, cause: error });
  });
});

describe("it is ours, and stays what it is, where", () => {
  test.each<[string, (tx: Tx) => Promise<unknown>]>([
    ["a sum of our own is too large", (tx) => tx.$queryRaw`SELECT 2147483647::int + 1::int`],
    ["an ID is none", (tx) => tx.$queryRaw`SELECT ${"x"}::uuid`],
    ["a statement is wrong", (tx) => tx.$queryRaw`SELECT nonsense`],
    ["we refused", () => Promise.reject(new AppError("conflict", "No."))],
    ["our code is wrong", async () => JSON.parse("{")],
  ])("%s", async (_, work) => {
    const error = await failure(work);
    expect(error).toBeDefined();
    expect(orUnstorable(error)).toBe(error);
  });
});
