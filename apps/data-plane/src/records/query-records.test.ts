import { bulkAnswerSchema, pageSchema, recordSchema } from "@annex/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";

let platform: Platform;
const page = pageSchema(recordSchema);
const longNote = "n".repeat(5000);

beforeAll(async () => {
  platform = await startPlatform();
  const data = [
    { number: "R-3", total: 30, note: "paid" },
    { number: "R-1", total: 100, note: `${longNote}a` },
    { number: "R-2", total: 9.5, note: `${longNote}b` },
    { number: "R-4" },
    { number: "R-5", total: 30 },
  ];
  const changes = data.map((values) => ({ operation: "create", data: values }));
  const made = await platform.acme.call("POST", "/v1/records/invoice/bulk", { body: { changes } });
  expect(bulkAnswerSchema.parse(made.body).records.map((record) => record?.data.number)).toEqual(
    data.map(({ number }) => number),
  );
  await platform.globex.call("POST", "/v1/records/invoice", { body: { data: { number: "R-9", total: 30 } } });
});
afterAll(() => platform.close());

async function numbers(query: string): Promise<unknown[]> {
  const answer = await platform.acme.call("GET", `/v1/records/invoice?${query}`);
  expect([answer.status, answer.text.slice(0, 300)]).toEqual([200, expect.anything()]);
  return page.parse(answer.body).items.map(({ data }) => data.number);
}

describe("records are found by fields of their schema:", () => {
  test.each([
    ["filter=total:eq:30", ["R-3", "R-5"]],
    ["filter=total:gt:9.5&filter=total:lt:100", ["R-3", "R-5"]],
    ["filter=total:gte:30&filter=note:eq:paid", ["R-3"]],
    ["filter=total:lte:9.5", ["R-2"]],
    ["filter=total:ne:30", ["R-1", "R-2", "R-4"]],
    ["filter=number:prefix:R-", ["R-3", "R-1", "R-2", "R-4", "R-5"]],
    ["filter=number:gt:R-3", ["R-4", "R-5"]],
    [`filter=note:eq:${longNote}b`.slice(0, 480), []],
    ["filter=total:eq:31", []],
  ])("%s", async (query, expected) => {
    expect((await numbers(query)).sort()).toEqual([...expected].sort());
  });

  test("sorted either way, those without the field last, page by page without a gap or a repetition", async () => {
    expect(await numbers("sort=number")).toEqual(["R-1", "R-2", "R-3", "R-4", "R-5"]);
    const sorted = {
      "sort=total": ["R-2", "R-3", "R-5", "R-1", "R-4"],
      "sort=-total": ["R-1", "R-3", "R-5", "R-2", "R-4"],
    };
    for (const [query, expected] of Object.entries(sorted)) {
      const seen: unknown[] = [];
      for (let cursor = ""; ; ) {
        const answer = await platform.acme.call("GET", `/v1/records/invoice?${query}&limit=2${cursor}`);
        const { items, nextCursor } = page.parse(answer.body);
        seen.push(...items.map(({ data }) => data.number));
        if (nextCursor === null) break;
        cursor = `&cursor=${nextCursor}`;
      }
      expect(seen).toEqual(expected);
    }
  });

  test("by an index, for a filter and for a sort", async () => {
    const plan = await platform.fresh.db.forTenant(platform.acme.tenant.id).run(async (tx) => {
      await tx.$executeRawUnsafe("SET LOCAL enable_seqscan = off");
      await tx.$executeRawUnsafe("SET LOCAL enable_sort = off");
      return tx.$queryRawUnsafe(`EXPLAIN SELECT id FROM records WHERE type_key = 'invoice'
        AND annex_sort_key(data->'total') >= annex_sort_key('30'::jsonb) ORDER BY annex_sort_key(data->'total'), id`);
    });
    expect(JSON.stringify(plan)).toContain("records_by_");
  });

  test.each([
    ["filter=colour:eq:red", "filter.0"],
    ["filter=number:eq:R-1&filter=total:eq:much", "filter.1"],
    ["filter=total:prefix:3", "filter.0"],
    ["filter=total", "filter.0"],
    ["filter=total:like:3", "filter.0"],
    ["filter=total';DROP TABLE records;--:eq:3", "filter.0"],
    ["sort=colour", "sort"],
    ["sort=total,number", "sort"],
    ["cursor=nonsense", "cursor"],
    ["limit=0", "limit"],
  ])("%s is refused, and its place is named", async (query, path) => {
    const answer = await platform.acme.call("GET", `/v1/records/invoice?${encodeURI(query)}`);
    expect(problemOf(answer)).toMatchObject({ status: 400, code: "invalid_request" });
    expect(answer.body).toMatchObject({ errors: [{ path }] });
  });
});

test.each(["number:eq:%00", "number:ne:a%00", "note:prefix:%00"])(
  "a filter by what no record can hold (%s) is the caller's mistake",
  async (filter) => {
    const answer = await platform.acme.call("GET", `/v1/records/invoice?filter=${filter}`);
    expect(problemOf(answer)).toMatchObject({
      code: "invalid_request",
      detail: "Text with U+0000 or half a surrogate pair cannot be kept. Send it without.",
    });
  },
);

test("a record that is nested too deep is refused as such", async () => {
  const nested = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  const answer = await platform.acme.call("POST", "/v1/records/invoice", {
    raw: `{"data":{"number":"R-6","details":${nested}}}`,
  });
  expect(problemOf(answer)).toMatchObject({
    code: "invalid_request",
    detail: "The body is nested deeper than 200 levels.",
  });
});

describe("a bulk request", () => {
  const bulk = (changes: unknown, caller = platform.acme) =>
    caller.call("POST", "/v1/records/invoice/bulk", { body: { changes } });
  const count = () => platform.fresh.db.operator.record.count();
  const audits = () => platform.fresh.db.operator.auditEvent.count();

  test("creates, updates and deletes in its order, each in the audit trail", async () => {
    const first = bulkAnswerSchema.parse(
      (await bulk([{ operation: "create", data: { number: "B-1", total: 1 } }])).body,
    );
    const id = first.records[0]?.id ?? "";
    const before = await audits();
    const answer = await bulk([
      { operation: "update", id, data: { total: 2 }, version: 1 },
      { operation: "create", data: { number: "B-2" } },
      { operation: "delete", id, version: 2 },
    ]);
    const { records } = bulkAnswerSchema.parse(answer.body);
    expect(records).toMatchObject([{ data: { number: "B-1", total: 2 }, version: 2 }, { version: 1 }, null]);
    expect(await audits()).toBe(before + 3);
  });

  test.each([
    [{ operation: "create", data: { total: 1 } }, 400, "changes.1.data.number"],
    [{ operation: "update", id: "01a21594-faeb-750f-aa6a-e68fea6c4816", data: {} }, 404, "changes.1"],
    [{ operation: "rename" }, 400, "changes.1.operation"],
    ...[0, 2_147_483_647, 99_999_999_999].map((version): [object, number, string] => [
      { operation: "update", id: "01a21594-faeb-750f-aa6a-e68fea6c4816", data: {}, version },
      400,
      "changes.1.version",
    ]),
  ])("with one change that is wrong (%j) makes none, and names its place", async (wrong, status, path) => {
    const before = [await count(), await audits()];
    const answer = await bulk([{ operation: "create", data: { number: "B-3" } }, wrong]);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ errors: [{ path }] });
    expect([await count(), await audits()]).toEqual(before);
  });

  test("and another one that changes the same records in another order are both made", async () => {
    const numbered = Array.from({ length: 20 }, (_, at) => ({ operation: "create", data: { number: `B-${at + 10}` } }));
    const made = bulkAnswerSchema.parse((await bulk(numbered)).body).records.map((record) => record?.id);
    const update = (data: object) => made.map((id) => ({ operation: "update", id, data }));
    const answers = await Promise.all([
      bulk(update({ total: 1 })),
      bulk(update({ note: "seen" }).reverse()),
      bulk(update({ riskScore: 0.5 })),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const rows = await platform.fresh.db.operator.record.findMany({ where: { id: { in: made.map(String) } } });
    for (const { version, data } of rows)
      expect([version, data]).toMatchObject([4, { total: 1, note: "seen", riskScore: 0.5 }]);
    await bulk(made.map((id) => ({ operation: "delete", id })));
  });

  test("cannot reach another tenant's record", async () => {
    const { body } = await platform.acme.call("GET", "/v1/records/invoice?filter=number:eq:R-1");
    const id = page.parse(body).items[0]?.id;
    for (const change of [
      { operation: "update", id, data: { total: 0 } },
      { operation: "delete", id },
    ])
      expect((await bulk([change], platform.globex)).status).toBe(404);
    expect(await numbers("filter=number:eq:R-1&filter=total:eq:100")).toEqual(["R-1"]);
  });
});
