import { randomUUID } from "node:crypto";
import type { Prisma } from "@annex/db";
import { type FreshDatabase, freshDatabase, seedTenant } from "@annex/db/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordLines } from "../logs/record-lines.ts";
import { getInvocation } from "./get-invocation.ts";

let fresh: FreshDatabase;
let acme: string;
let globex: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  acme = (await seedTenant(fresh.db, "acme")).id;
  globex = (await seedTenant(fresh.db, "globex")).id;
});
afterAll(() => fresh.dispose());

const start = Date.now() - 60_000;
const at = (ms: number) => new Date(start + ms);

async function invoked(fields: Partial<Prisma.InvocationCreateManyInput>): Promise<string> {
  const id = randomUUID();
  const row = { id, tenantId: acme, correlationId: "call-0001", functionId: randomUUID(), functionName: "orders" };
  const rest = { caller: "client:x", outcome: "success", startedAt: at(0), totalMs: 100, ...fields } as const;
  await fresh.db.operator.invocation.createMany({ data: [{ ...row, ...rest }] });
  return id;
}

const read = (tenantId: string, id: string) => fresh.db.forTenant(tenantId).run((tx) => getInvocation(tx, id));

test("an invocation tells what called it, what it called, what it asked of the platform, and what ran beside it", async () => {
  const parent = await invoked({ functionName: "parent", totalMs: 1000 });
  const requestId = randomUUID();
  const own = await invoked({ hops: 1, startedAt: at(200), requestId });
  const child = await invoked({ functionName: "child", hops: 2, startedAt: at(220), totalMs: 10 });
  const beside = await invoked({ functionName: "beside", hops: 1, startedAt: at(700) });
  await invoked({ correlationId: "call-0002", hops: 2, startedAt: at(220) });
  const call = { kind: "platform_call", method: "GET", path: "/v1/records/order", status: 200, durationMs: 3 };
  const line = {
    functionId: null,
    requestId: null,
    correlationId: "call-0001",
    releaseNumber: null,
    level: "info",
  } as const;
  const entry = { ...line, message: "GET", source: "data_plane" } as const;
  await fresh.db.operator.$transaction((tx) =>
    recordLines(tx, acme, [
      { ...entry, eventId: "a", at: at(230), fields: { ...call, hops: 2 } },
      { ...entry, eventId: "b", at: at(230), fields: { ...call, hops: 3, path: "/of/the/child" } },
    ]),
  );
  const found = await read(acme, own);
  expect(found.related.map(({ id, relation }) => [id, relation])).toEqual([
    [parent, "parent"],
    [child, "child"],
    [beside, "beside"],
  ]);
  expect(found.calls).toMatchObject([{ method: "GET", path: "/v1/records/order", status: 200, durationMs: 3 }]);
  expect(await read(acme, requestId)).toEqual(found);
});

test("a run of an accepted invocation is found by what the caller was answered, with its other attempts", async () => {
  const acceptedId = randomUUID();
  const accepted = { id: acceptedId, tenantId: acme, correlationId: "call-0003", hops: 0, trigger: "async" } as const;
  const rest = { functionId: randomUUID(), functionName: "orders", caller: "client:x", fields: {}, policy: {} };
  await fresh.db.operator.acceptedInvocation.createMany({
    data: [{ ...accepted, ...rest, state: "done", outcome: "success", attempts: 2, finishedAt: at(900) }],
  });
  const first = await invoked({ correlationId: "call-0003", acceptedId, attempt: 1, outcome: "timeout" });
  const second = await invoked({ correlationId: "call-0003", acceptedId, attempt: 2, startedAt: at(500) });
  const found = await read(acme, acceptedId);
  expect(found.id).toBe(second);
  expect(found.accepted).toMatchObject({ id: acceptedId, state: "done", attempts: 2, deliveries: [] });
  expect(found.related).toMatchObject([{ id: first, relation: "attempt", attempt: 1, outcome: "timeout" }]);
});

test("another tenant's invocation is answered like a missing one and like no ID at all", async () => {
  const id = await invoked({ correlationId: "call-0004" });
  const refusals = await Promise.all(
    [id, randomUUID(), "x"].map((wanted) => read(globex, wanted).catch((error: unknown) => error)),
  );
  for (const refusal of refusals)
    expect(refusal).toMatchObject({
      code: "not_found",
      message: "There is no such invocation, or it is no longer kept.",
    });
});
