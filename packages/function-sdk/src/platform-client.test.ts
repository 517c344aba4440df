import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createPlatformClient, type OAuth2Credential, PlatformError, withContext } from "./index.ts";

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

type Answer = readonly [status: number, body: unknown, headers?: Record<string, string>];

const record = { id: "r1", type: "invoice", data: { total: 1 }, version: 1, createdAt: "a", updatedAt: "b" };

let server: Server;
let origin: string;
let clients = 0;
let seen: Seen[];
let answers: Answer[];
let tokens: Answer[];
/** The path whose answer ends in the middle. */
let breaksOff: string | undefined;

beforeEach(async () => {
  seen = [];
  answers = [];
  tokens = [];
  breaksOff = undefined;
  server = createServer((request, response) => void answer(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  origin = `http://127.0.0.1:${address.port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const { method = "", url = "", headers } = request;
  seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
  if (url === breaksOff) {
    response.writeHead(200, { "content-length": 100 }).write("{", () => response.destroy());
    return;
  }
  const isToken = url === "/token";
  const count = seen.filter((call) => call.url === "/token").length;
  const token: Answer = [200, { access_token: `token-${count}`, expires_in: 300 }];
  const [status, body, extra] = (isToken ? (tokens.shift() ?? token) : answers.shift()) ?? [200, record];
  response.writeHead(status, { "content-type": "application/json", ...extra });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

function credential(changes: Partial<OAuth2Credential> = {}): OAuth2Credential {
  clients += 1;
  const clientId = `client ${clients}`;
  return {
    clientId,
    clientSecret: "s:e/c+r",
    tokenUrl: `${origin}/token`,
    apiUrl: origin,
    scope: "records:read",
    ...changes,
  };
}

function paths(): string[] {
  return seen.map(({ method, url }) => `${method} ${url}`);
}

async function failureOf(run: Promise<unknown>): Promise<PlatformError> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof PlatformError) return error;
  throw new Error("no PlatformError was thrown");
}

describe("createPlatformClient", () => {
  it("fetches a token with HTTP basic and the scope, and calls with it", async () => {
    const mine = credential();
    expect(await createPlatformClient(mine).records.get("invoice", "r1")).toEqual(record);
    const basic = Buffer.from(seen[0]?.headers.authorization?.replace("Basic ", "") ?? "", "base64").toString();
    expect(basic).toBe(`${mine.clientId.replace(" ", "+")}:s%3Ae%2Fc%2Br`);
    expect(seen[0]?.body).toBe("grant_type=client_credentials&scope=records%3Aread");
    expect(seen[1]?.headers.authorization).toBe("Bearer token-1");
  });

  it("speaks the platform API's routes", async () => {
    const { records } = createPlatformClient(credential());
    answers = [
      [200, { items: [record], nextCursor: "n" }],
      [201, record],
      [200, record],
    ];
    expect(await records.list("invoice", { limit: 5, cursor: "a b" })).toEqual({ items: [record], nextCursor: "n" });
    await records.create("invoice", { total: 1 });
    await records.update("invoice", "a/b", { total: 2 });
    expect(paths().slice(1)).toEqual([
      "GET /v1/records/invoice?limit=5&cursor=a+b",
      "POST /v1/records/invoice",
      "PATCH /v1/records/invoice/a%2Fb",
    ]);
    expect(seen.slice(2).map(({ body }) => body)).toEqual(['{"data":{"total":1}}', '{"data":{"total":2}}']);
  });

  it("fetches one token for many calls at once, also across clients of one credential", async () => {
    const mine = credential();
    const calls = Array.from({ length: 10 }, () => createPlatformClient(mine).records.get("invoice", "r1"));
    await Promise.all(calls);
    expect(paths().filter((path) => path === "POST /token")).toHaveLength(1);
  });

  it("never uses one credential's token for another", async () => {
    await createPlatformClient(credential()).records.get("invoice", "r1");
    await createPlatformClient(credential()).records.get("invoice", "r1");
    expect(seen.filter(({ url }) => url !== "/token").map(({ headers }) => headers.authorization)).toEqual([
      "Bearer token-1",
      "Bearer token-2",
    ]);
  });

  it("fetches another token 30 s before the old one expires", async () => {
    tokens = [[200, { access_token: "short", expires_in: 30 }]];
    const { records } = createPlatformClient(credential());
    await records.get("invoice", "r1");
    await records.get("invoice", "r1");
    expect(paths().filter((path) => path === "POST /token")).toHaveLength(2);
  });

  it("tries once more with a new token after 401, and only once", async () => {
    answers = [
      [401, { code: "unauthenticated", detail: "Expired." }],
      [200, record],
      [401, { code: "unauthenticated", detail: "Expired." }],
      [401, { code: "unauthenticated", detail: "Revoked." }],
    ];
    const { records } = createPlatformClient(credential());
    expect(await records.get("invoice", "r1")).toEqual(record);
    expect(seen.at(-1)?.headers.authorization).toBe("Bearer token-2");
    const error = await failureOf(records.get("invoice", "r1"));
    expect([error.status, error.code, error.message]).toEqual([401, "unauthenticated", "Revoked."]);
  });

  it.each([429, 503])("sends again after %i with Retry-After", async (status) => {
    answers = [[status, {}, { "retry-after": "0" }]];
    expect(await createPlatformClient(credential()).records.get("invoice", "r1")).toEqual(record);
    expect(paths().filter((path) => path.startsWith("GET"))).toHaveLength(2);
  });

  it("sends a write again after 429, when nothing was done, and not after 503, when nobody knows", async () => {
    const { records } = createPlatformClient(credential());
    answers = [[429, {}, { "retry-after": "0" }]];
    expect(await records.create("invoice", { total: 1 })).toEqual(record);
    for (const write of [
      () => records.create("invoice", {}),
      () => records.update("invoice", "r1", {}),
      () => records.delete("invoice", "r1"),
      () => records.bulk("invoice", []),
    ]) {
      answers = [[503, { code: "unavailable", detail: "Try again." }, { "retry-after": "0" }]];
      const sent = seen.length;
      const error = await failureOf(write());
      expect([error.status, error.code, seen.length - sent]).toEqual([503, "unavailable", 1]);
    }
  });

  it("gives up after three attempts, or at once when Retry-After is long", async () => {
    const limited: Answer = [429, { code: "limit_exceeded", detail: "Slow down." }, { "retry-after": "0" }];
    answers = [limited, limited, limited];
    const { records } = createPlatformClient(credential());
    expect((await failureOf(records.get("invoice", "r1"))).code).toBe("limit_exceeded");
    expect(seen).toHaveLength(4);
    answers = [[503, { code: "unavailable" }, { "retry-after": "60" }]];
    expect((await failureOf(records.get("invoice", "r1"))).status).toBe(503);
    expect(seen).toHaveLength(5);
  });

  it("never sends again what failed otherwise", async () => {
    answers = [[500, "not json"]];
    const error = await failureOf(createPlatformClient(credential()).records.create("invoice", {}));
    expect([error.status, error.code]).toEqual([500, "upstream_failed"]);
    expect(seen).toHaveLength(2);
  });

  it("tells the platform's code, message and correlation ID", async () => {
    answers = [[404, { code: "not_found", detail: "No such record.", correlationId: "corr-12345" }]];
    const error = await failureOf(createPlatformClient(credential()).records.get("invoice", "r9"));
    expect(error.message).toBe("No such record.");
    expect([error.status, error.code, error.correlationId]).toEqual([404, "not_found", "corr-12345"]);
  });

  it("tells why no token was given, and never the secret", async () => {
    tokens = [[401, { error: "invalid_client", error_description: "Unknown client." }]];
    const error = await failureOf(createPlatformClient(credential()).records.get("invoice", "r1"));
    expect([error.status, error.code, error.message]).toEqual([401, "invalid_client", "Unknown client."]);
    expect(JSON.stringify(error) + error.stack).not.toContain("s:e/c+r");
  });

  it("fetches a token again after a failed fetch", async () => {
    tokens = [[500, {}]];
    const { records } = createPlatformClient(credential());
    await failureOf(records.get("invoice", "r1"));
    expect(await records.get("invoice", "r1")).toEqual(record);
  });

  it.each([[{}], [{ items: "no" }], [[]], ["not json"], [{ ...record, data: [] }]])(
    "refuses the answer %j, which is no record",
    async (body) => {
      answers = [[200, body]];
      const error = await failureOf(createPlatformClient(credential()).records.get("invoice", "r1"));
      expect(error.code).toBe("upstream_failed");
    },
  );

  it("refuses a redirect: a token goes to the platform only", async () => {
    answers = [[302, "", { location: `${origin}/elsewhere` }]];
    expect((await failureOf(createPlatformClient(credential()).records.get("invoice", "r1"))).code).toBe("unavailable");
    expect(paths()).not.toContain("GET /elsewhere");
  });

  it("says unavailable where nobody listens", async () => {
    const mine = credential({ tokenUrl: "http://127.0.0.1:1/token" });
    const error = await failureOf(createPlatformClient(mine).records.get("invoice", "r1"));
    expect([error.status, error.code, error.message]).toEqual([
      0,
      "unavailable",
      "The platform cannot be reached at 127.0.0.1:1.",
    ]);
  });

  it.each(["/token", "/v1/records/invoice/r1"])("says unavailable where the answer of %s breaks off", async (path) => {
    breaksOff = path;
    const error = await failureOf(createPlatformClient(credential()).records.get("invoice", "r1"));
    expect([error.status, error.code, error.message]).toEqual([
      0,
      "unavailable",
      "The connection to the platform ended before the answer was told.",
    ]);
  });

  it.each(["", ".", ".."])("refuses the record ID %j before anything is sent", async (id) => {
    await expect(createPlatformClient(credential()).records.get("invoice", id)).rejects.toThrow(TypeError);
    expect(seen).toEqual([]);
  });

  it("passes the invocation's correlation ID, hops and trace on", async () => {
    const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const custom = { correlationId: "corr-12345", hops: "2", traceparent };
    withContext({ awsRequestId: "req", clientContext: { custom } });
    await createPlatformClient(credential()).records.get("invoice", "r1");
    expect(seen.map(({ headers }) => [headers["x-correlation-id"], headers["x-annex-hops"]])).toEqual([
      ["corr-12345", "2"],
      ["corr-12345", "2"],
    ]);
    expect(seen.at(-1)?.headers.traceparent).toBe(traceparent);
  });

  it.each([
    [undefined],
    [{ custom: { correlationId: "bad\r\nX-Evil: 1", hops: -1 } }],
    [{ custom: { correlationId: 5, hops: "x" } }],
  ])("takes the client context %j as none", async (clientContext) => {
    withContext({ clientContext });
    await createPlatformClient(credential()).records.get("invoice", "r1");
    expect(seen.at(-1)?.headers["x-correlation-id"]).toBeUndefined();
    expect(seen.at(-1)?.headers["x-annex-hops"]).toBe("0");
  });
});
