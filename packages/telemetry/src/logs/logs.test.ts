import { randomUUID } from "node:crypto";
import { type LogLine, type LogQuery, logQuerySchema } from "@annex/contract";
import { type FreshDatabase, freshDatabase, seedTenant } from "@annex/db/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listLogs } from "./list-logs.ts";
import { listNewLogs } from "./list-new-logs.ts";
import { type LogEntry, recordLines } from "./record-lines.ts";

let fresh: FreshDatabase;
let acme: string;
let globex: string;
let orders: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  const tenant = await seedTenant(fresh.db, "acme");
  acme = tenant.id;
  globex = (await seedTenant(fresh.db, "globex")).id;
  const common = { tenantId: acme, cellId: tenant.cellId, createdBy: "test" };
  const { operator } = fresh.db;
  orders = (await operator.function.create({ data: { ...common, name: "orders", lambdaName: "annex-orders" } })).id;
});
afterAll(() => fresh.dispose());

const entryOf = (message: string, rest: Partial<LogEntry> = {}): LogEntry => ({
  eventId: randomUUID(),
  functionId: orders,
  requestId: null,
  correlationId: null,
  releaseNumber: null,
  level: "info",
  message,
  fields: null,
  source: "function",
  at: new Date(),
  ...rest,
});

const write = (tenantId: string, entries: readonly LogEntry[]) =>
  fresh.db.operator.$transaction((tx) => recordLines(tx, tenantId, entries));
const search = (tenantId: string, query: Partial<LogQuery>) =>
  fresh.db.forTenant(tenantId).run((tx) => listLogs(tx, { ...logQuerySchema.parse({}), ...query }));
const messages = async (query: Partial<LogQuery>, tenantId = acme) =>
  (await search(tenantId, query)).items.map(({ message }) => message);

describe("a search finds", () => {
  beforeAll(async () => {
    const correlated = { correlationId: "call-0001", requestId: "r-1", releaseNumber: 3 };
    await write(acme, [
      entryOf("Order R-1 came", { ...correlated, fields: { order: { id: "R-1" }, tries: 4 } }),
      entryOf("Order R-2 failed at 100%", { level: "error", fields: { order: { id: "R-2" }, tries: 42 } }),
      entryOf("GET /v1/records/order answered 200", {
        source: "data_plane",
        functionId: null,
        correlationId: "call-0001",
      }),
      entryOf("long ago", { at: new Date(Date.now() - 3 * 86_400_000) }),
    ]);
    await write(globex, [entryOf("Order R-1 of globex", { functionId: null })]);
  });

  test.each<[string, Partial<LogQuery>, string[]]>([
    ["text, whatever its case", { text: "ORDER r-1" }, ["Order R-1 came"]],
    ["signs that LIKE has a meaning for as they are", { text: "100%" }, ["Order R-2 failed at 100%"]],
    ["text that stands in a field", { text: "R-2" }, ["Order R-2 failed at 100%"]],
    ["a level", { level: "error" }, ["Order R-2 failed at 100%"]],
    ["a release", { release: 3 }, ["Order R-1 came"]],
    ["a function", { function: "orders", text: "came" }, ["Order R-1 came"]],
    ["nothing of a function that is none", { function: "nobodys" }, []],
    ["a field's text", { field: 'order.id:"R-2"' }, ["Order R-2 failed at 100%"]],
    ["a field's number, and not one that begins with it", { field: "tries:4" }, ["Order R-1 came"]],
    ["a request", { requestId: "r-1" }, ["Order R-1 came"]],
    ["a source", { source: "data_plane" }, ["GET /v1/records/order answered 200"]],
    [
      "a time",
      {
        from: new Date(Date.now() - 4 * 86_400_000).toISOString(),
        to: new Date(Date.now() - 86_400_000).toISOString(),
      },
      ["long ago"],
    ],
  ])("%s", async (_, query, expected) => {
    expect(await messages(query)).toEqual(expected);
  });

  test("lines of function and data plane by one correlation ID", async () => {
    expect((await messages({ correlationId: "call-0001" })).toSorted()).toEqual([
      "GET /v1/records/order answered 200",
      "Order R-1 came",
    ]);
  });
});

describe("among more lines than are walked through", () => {
  beforeAll(async () => {
    await fresh.db.operator.$executeRaw`
      INSERT INTO log_lines (tenant_id, function_id, event_id, level, message, at)
      SELECT tenant::uuid, CASE WHEN tenant = ${acme} THEN ${orders}::uuid END, tenant || n, 'info',
        CASE WHEN n IN (5, 6) THEN 'a needle of ' || tenant ELSE 'straw ' || n END, now() - n * interval '1 second' - interval '1 hour'
      FROM unnest(ARRAY[${acme}, ${globex}]) AS tenant, generate_series(0, 24999) AS n ORDER BY n DESC`;
    await fresh.db.operator.$executeRaw`
      UPDATE log_lines SET at = at - interval '10 hours' WHERE message LIKE 'a needle%'`;
  });

  test("a rare text is found by index, of the own tenant only, and its pages meet", async () => {
    const first = await search(acme, { text: "needle", limit: 1 });
    expect(first.items.map(({ message }) => message)).toEqual([`a needle of ${acme}`]);
    const second = await search(acme, { text: "needle", limit: 1, cursor: first.nextCursor ?? "" });
    expect(second.items.map(({ message }) => message)).toEqual([`a needle of ${acme}`]);
    expect(second.items[0]?.id).not.toBe(first.items[0]?.id);
    expect(second.nextCursor).toBeNull();
  });

  test("a text of two letters is found without one", async () => {
    expect((await messages({ text: "dl", limit: 5 })).length).toBe(2);
  });

  test("the index answers nothing outside a tenant's transaction", async () => {
    const rows = await fresh.db.operator.$queryRaw`SELECT count(*)::int AS n FROM annex_log_lines_with('%needle%',
      '-infinity', 'infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 10)`;
    expect(rows).toEqual([{ n: 0 }]);
  });
});

describe("a tail", () => {
  test("that goes on after an ID sees every line once and in order, however writers overlap", async () => {
    const { newestId } = await search(acme, {});
    const seen: LogLine[] = [];
    let from = BigInt(newestId);
    let writing = true;
    const follow = async () => {
      for (let isLast = false; !isLast; ) {
        isLast = !writing;
        const { lines, seenTo } = await fresh.db
          .forTenant(acme)
          .run((tx) => listNewLogs(tx, { text: "tailed" }, from, 7));
        seen.push(...lines);
        if (seenTo > from) isLast = false;
        from = seenTo;
      }
    };
    const following = follow();
    const batch = (writer: number) => [0, 1, 2].map((n) => entryOf(`tailed ${writer}.${n}`));
    await Promise.all(Array.from({ length: 40 }, (_, writer) => write(acme, [...batch(writer), entryOf("aside")])));
    writing = false;
    await following;
    expect(seen).toHaveLength(120);
    expect(new Set(seen.map(({ message }) => message)).size).toBe(120);
    const ids = seen.map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
  });

  test("writing lines again changes nothing", async () => {
    const entries = [entryOf("once")];
    expect([await write(acme, entries), await write(acme, entries)]).toEqual([1, 0]);
  });
});

test("a tenant's role writes lines of the data plane only, and only its own tenant's", async () => {
  const as = (tenantId: string, entry: LogEntry) =>
    fresh.db.forTenant(globex).run((tx) => recordLines(tx, tenantId, [entry]));
  const own = entryOf("refused", { functionId: null, source: "data_plane", level: "warn" });
  expect(await as(globex, own)).toBe(1);
  await expect(as(acme, { ...own, eventId: "other" })).rejects.toThrow(/row-level security/);
  await expect(as(globex, { ...own, eventId: "forged", source: "function" })).rejects.toThrow(/row-level security/);
});
