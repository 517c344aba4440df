import { recordSchema } from "@annex/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Answer, type Platform, problemOf, startPlatform } from "../../test/start-platform.ts";

let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform();
});
afterAll(() => platform.close());

const list = "/v1/records/invoice";
const write = (body: unknown, headers = {}) => platform.acme.call("POST", list, { body, headers });
const read = (answer: Answer) => recordSchema.parse(answer.body);

async function make(data: Record<string, unknown> = { number: "R-1", total: 10 }) {
  const answer = await write({ data });
  expect(answer.status).toBe(201);
  return read(answer);
}

function audits() {
  const { operator } = platform.fresh.db;
  return operator.auditEvent.findMany({ orderBy: { id: "asc" }, select: { actor: true, action: true, target: true } });
}

describe("createRecord", () => {
  test("makes a record, says its version, and is in the audit trail", async () => {
    const answer = await write({ data: { number: "R-1", total: 10, note: "ä€𝄞" } });
    expect([answer.status, answer.headers.etag]).toEqual([201, '"1"']);
    const record = read(answer);
    expect(record).toMatchObject({ type: "invoice", version: 1, data: { number: "R-1", total: 10, note: "ä€𝄞" } });
    expect((await audits()).at(-1)).toEqual({
      actor: "client:acme-backend",
      action: "createRecord",
      target: `record:invoice/${record.id}`,
    });
  });

  test.each([
    [{ data: { total: 1 } }, "data.number"],
    [{ data: { number: null } }, "data.number"],
    [{ data: { number: "R-1", total: "1" } }, "data.total"],
    [{ data: { number: "R-1", colour: "red" } }, "data.colour"],
    [{ data: { number: "R-1", "invoice.total": 1 } }, "data.invoice.total"],
    [{ data: { number: "R-1", note: "no\u0000end" } }, "data.note"],
    [{ data: { number: "R-1", note: "half \ud83d of a pair" } }, "data.note"],
    [{ data: { number: "R-1", note: "\\\u0000" } }, "data.note"],
    [{ data: [] }, "data"],
    [{}, "data"],
  ])("refuses %j, names the field, and writes nothing", async (body, path) => {
    const before = [await platform.fresh.db.operator.record.count(), (await audits()).length];
    const answer = await write(body);
    expect(problemOf(answer)).toMatchObject({ status: 400, code: "invalid_request" });
    expect(answer.body).toMatchObject({ errors: [{ path }] });
    expect([await platform.fresh.db.operator.record.count(), (await audits()).length]).toEqual(before);
  });

  test.each(["\\u0000 and \\ud83d in plain letters", "\\\\u0000", "😀"])("keeps the text %j", async (note) => {
    const answer = await write({ data: { number: "R-1", note } });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    expect(answer.body).toMatchObject({ data: { note } });
  });

  test("of a type that is not there is told so", async () => {
    for (const type of ["order", "%00", "..%2f", "a".repeat(60)]) {
      const answer = await platform.acme.call("POST", `/v1/records/${type}`, { body: { data: {} } });
      expect([type, problemOf(answer).status]).toEqual([type, 404]);
    }
  });
});

describe("getRecord and listRecords", () => {
  test("a record is read back with its version", async () => {
    const { id } = await make();
    const answer = await platform.acme.call("GET", `${list}/${id}`);
    expect([answer.status, answer.headers.etag]).toEqual([200, '"1"']);
    expect(read(answer)).toMatchObject({ id, data: { number: "R-1", total: 10 } });
  });

  test("an ID that none can have is a missing record", async () => {
    const answers = ["1", "%00", "not-a-uuid"].map((id) => platform.acme.call("GET", `${list}/${id}`));
    for (const answer of await Promise.all(answers)) expect(problemOf(answer).code).toBe("not_found");
  });

  test("pages together hold every record once", async () => {
    const made = [await make(), await make(), await make()].map(({ id }) => id);
    const found: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { body } = await platform.acme.call("GET", `${list}?limit=2${query}`);
      const page: { items: { id: string }[]; nextCursor: string | null } = JSON.parse(JSON.stringify(body));
      found.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual(expect.arrayContaining(made));
  });

  test.each(["limit=0", "limit=201", "limit=x", "cursor=x"])("the query %s is refused", async (query) => {
    expect(problemOf(await platform.acme.call("GET", `${list}?${query}`)).code).toBe("invalid_request");
  });
});

describe("updateRecord", () => {
  let id: string;
  beforeEach(async () => {
    ({ id } = await make());
  });
  const patch = (data: unknown, headers = {}) => {
    return platform.acme.call("PATCH", `${list}/${id}`, { body: { data }, headers });
  };

  test("changes the fields that it names, keeps the others, counts the version up", async () => {
    const answer = await patch({ note: "seen" });
    expect([answer.status, answer.headers.etag]).toEqual([200, '"2"']);
    expect(read(answer)).toMatchObject({ version: 2, data: { number: "R-1", total: 10, note: "seen" } });
    expect((await audits()).at(-1)).toMatchObject({ action: "updateRecord", target: `record:invoice/${id}` });
  });

  test("with the version that was read succeeds once", async () => {
    expect((await patch({ note: "one" }, { "if-match": '"1"' })).status).toBe(200);
    const second = await patch({ note: "two" }, { "if-match": '"1"' });
    expect(problemOf(second)).toMatchObject({ status: 409, code: "conflict" });
    expect(read(await platform.acme.call("GET", `${list}/${id}`)).data).toMatchObject({ note: "one" });
  });

  test("by many at once with one version lets exactly one through", async () => {
    const answers = await Promise.all(["a", "b", "c", "d"].map((note) => patch({ note }, { "if-match": '"1"' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
  });

  test("by many at once without a version keeps what each of them sets", async () => {
    const changes = [{ note: "seen" }, { total: 11 }, { riskScore: 0.5 }, { number: "R-2" }];
    const answers = await Promise.all(changes.map((data) => patch(data)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(read(await platform.acme.call("GET", `${list}/${id}`))).toMatchObject({
      version: 5,
      data: { note: "seen", total: 11, riskScore: 0.5, number: "R-2" },
    });
  });

  test("changes a record that was written while its type had more fields", async () => {
    const { operator } = platform.fresh.db;
    await operator.record.update({ where: { id }, data: { data: { number: "R-1", gone: null } } });
    const answer = await patch({ note: "seen" });
    expect([answer.status, answer.body]).toMatchObject([200, { data: { number: "R-1", note: "seen" } }]);
    expect(problemOf(await patch({ gone: null })).code).toBe("invalid_request");
  });

  test("with a version that cannot be is refused", async () => {
    expect(problemOf(await patch({ note: "x" }, { "if-match": '"99999999999"' })).code).toBe("conflict");
    expect(problemOf(await patch({ note: "x" }, { "if-match": '"2147483647"' })).code).toBe("conflict");
    for (const version of ['"one"', '"1.5"', '""']) {
      expect([version, problemOf(await patch({ note: "x" }, { "if-match": version })).code]).toEqual([
        version,
        "invalid_request",
      ]);
    }
  });

  test("cannot break the record: nothing is written", async () => {
    for (const data of [{ total: "1" }, { number: null }, { colour: "red" }]) {
      expect(problemOf(await patch(data)).code).toBe("invalid_request");
    }
    expect(read(await platform.acme.call("GET", `${list}/${id}`)).version).toBe(1);
  });
});

describe("deleteRecord", () => {
  test("removes the record once, and is in the audit trail", async () => {
    const { id } = await make();
    expect((await platform.acme.call("DELETE", `${list}/${id}`)).status).toBe(204);
    expect((await platform.acme.call("DELETE", `${list}/${id}`)).status).toBe(404);
    expect((await audits()).at(-1)).toMatchObject({ action: "deleteRecord", target: `record:invoice/${id}` });
  });

  test("with the version of before a change leaves it", async () => {
    const { id } = await make();
    await platform.acme.call("PATCH", `${list}/${id}`, { body: { data: { note: "changed" } } });
    const answer = await platform.acme.call("DELETE", `${list}/${id}`, { headers: { "if-match": '"1"' } });
    expect(problemOf(answer).code).toBe("conflict");
    expect((await platform.acme.call("GET", `${list}/${id}`)).status).toBe(200);
  });
});
