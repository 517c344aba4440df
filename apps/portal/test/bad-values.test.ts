import { problemSchema } from "@annex/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadHandlers, type PortalApi, seedThings, startPortalApi } from "./start-portal-api";

let api: PortalApi;
let handlers: Awaited<ReturnType<typeof loadHandlers>>;
let token: string;
const one = "/api/v1/functions/{name}";
beforeAll(async () => {
  api = await startPortalApi();
  handlers = await loadHandlers();
  await seedThings(api);
  token = await api.acme.token("owner");
});
afterAll(() => api.close());

interface Asked {
  readonly operation: string;
  readonly params?: Record<string, string>;
  readonly query?: string;
  /** As it is sent. */
  readonly json?: string;
}

async function ask({ operation, params = {}, query = "", json }: Asked) {
  const [method = "", path = ""] = operation.split(" ");
  const named = { name: "acmes-own", ...params };
  const at = path.replaceAll(/\{(\w+)\}/g, (_, part) =>
    encodeURIComponent(new Map(Object.entries(named)).get(part) ?? ""),
  );
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const request = new Request(`http://portal.test${at}${query}`, {
    ...{ method, headers },
    ...(json === undefined ? {} : { body: json }),
  });
  const response = await handlers.get(operation)?.(request, { params: Promise.resolve(named) });
  return problemSchema.parse(await response?.json());
}

const text = "Text with U+0000 or half a surrogate pair cannot be kept. Send it without.";
const alert = (name: string) => JSON.stringify({ name, metric: "silence" });
const testEvent = (name: string, record: object = {}) => JSON.stringify({ name, record });
const nul = "a\u0000";
const half = "\ud800";

describe("text that cannot be kept is the caller's mistake:", () => {
  test.each<[string, Asked]>([
    ["a search", { operation: "GET /api/v1/functions", query: "?search=%00" }],
    ["a search for log lines", { operation: "GET /api/v1/logs", query: "?text=%00" }],
    ["a correlation ID", { operation: "GET /api/v1/logs", query: "?correlationId=%00" }],
    ["a name in a path", { operation: `GET ${one}`, params: { name: nul } }],
    ["a test event's value", { operation: `POST ${one}/test-events`, json: testEvent("x", { "invoice.note": nul }) }],
    ["half a pair in it", { operation: `POST ${one}/test-events`, json: testEvent("x", { "invoice.note": half }) }],
  ])("%s", async (_, asked) => {
    expect(await ask(asked)).toMatchObject({ status: 400, code: "invalid_request", detail: text });
  });

  test.each<[string, Asked]>([
    ["a test event's name", { operation: `POST ${one}/test-events`, json: testEvent(nul) }],
    ["an alert's name", { operation: "POST /api/v1/alerts", json: alert(nul) }],
  ])("%s is one line besides", async (_, asked) => {
    const detail = "A name is one line, without control characters.";
    expect(await ask(asked)).toMatchObject({ status: 400, code: "invalid_request", detail });
  });
});

describe("a number that nothing has is the caller's mistake:", () => {
  test.each<[string, Asked]>([
    ["a release", { operation: `GET ${one}/releases/{number}`, params: { number: "99999999999" } }],
    ["a release to go back to", { operation: `POST ${one}/rollbacks`, json: '{"releaseNumber":99999999999}' }],
    ["a side of a comparison", { operation: `GET ${one}/release-diff`, query: "?from=99999999999&to=1" }],
    ["the audit trail's cursor", { operation: "GET /api/v1/audit", query: "?cursor=9999999999999999999" }],
  ])("%s", async (_, asked) => {
    expect(await ask(asked)).toMatchObject({ status: 400, code: "invalid_request" });
  });
});

test("a body that is nested too deep is refused as such", async () => {
  const nested = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  const json = `{"name":"x","record":{"invoice.note":${nested}}}`;
  expect(await ask({ operation: `POST ${one}/test-events`, json })).toMatchObject({
    ...{ status: 400, code: "invalid_request", detail: "The body is nested deeper than 200 levels." },
  });
});
