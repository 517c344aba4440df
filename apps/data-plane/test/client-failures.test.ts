import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AnnexClient, createClient } from "@annex/contract/client";
import { listenLocally } from "@annex/testing/listen-locally";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

/** What a platform in trouble, or what stands before it, answers; once each, then the last one again. */
type Answer = (response: ServerResponse) => void;

const outcome = { invocationId: "i-1", correlationId: "c-12345678", status: "success", fields: {}, functions: [] };
const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => {
  return (response) =>
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
};
const page = (status: number, headers: Record<string, string> = {}): Answer => {
  return (response) =>
    response.writeHead(status, { "content-type": "text/html", ...headers }).end("<h1>Try later</h1>");
};
const problem = (status: number, code: string, headers: Record<string, string> = {}, more = {}) =>
  json(status, { type: "", title: "", status, code, detail: "No.", correlationId: "c", ...more }, headers);
const good = json(200, outcome);
const cut: Answer = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": 400 });
  response.write('{"invocationId":', () => response.destroy());
};

let server: Server;
let client: AnnexClient;
let answers: Answer[];
let expiresIn: number;
let tokens: string[];
let asked: string[];
const fields = { "invoice.total": 1 };

beforeEach(async () => {
  [answers, expiresIn, tokens, asked] = [[good], 300, [], []];
  server = createServer((request: IncomingMessage, response) => {
    if (request.url === "/token") {
      const token = `token-${tokens.length + 1}`;
      tokens.push(token);
      json(200, { access_token: token, expires_in: expiresIn })(response);
      return;
    }
    asked.push(request.headers.authorization ?? "");
    const [next] = answers.length > 1 ? answers.splice(0, 1) : answers;
    next?.(response);
  });
  const url = `http://127.0.0.1:${await listenLocally(server)}`;
  client = createClient({ url, tokenUrl: `${url}/token`, clientId: "c", clientSecret: "s" });
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, "close");
});

const keyed = { idempotencyKey: "k-1" };

describe("a call with an idempotency key is sent again where", () => {
  test.each<[string, Answer]>([
    ["the connection breaks in the middle of the answer", cut],
    ["something before the platform answers 503 with a page", page(503, { "retry-after": "0" })],
    ["something before the platform answers 502 with a page", page(502)],
    ["the first one is still being worked at", problem(409, "conflict", { "retry-after": "0" })],
    ["the time to try again is a date", page(503, { "retry-after": new Date(0).toUTCString() })],
  ])("%s", async (_, trouble) => {
    answers = [trouble, good];
    expect(await client.runFunction("double", fields, keyed)).toEqual(outcome);
    expect(asked).toHaveLength(2);
  });
});

test("what something before the platform refuses for being too much is sent again without a key too", async () => {
  answers = [page(429, { "retry-after": "0" }), good];
  expect(await client.runFunction("double", fields)).toEqual(outcome);
});

describe("a call without a key is sent once, and throws the error's code, where", () => {
  test.each<[string, Answer, string]>([
    ["the connection breaks in the middle of the answer", cut, "unavailable"],
    ["something before the platform answers 503 with a page", page(503), "unavailable"],
    ["the answer is no JSON", page(200), "upstream_failed"],
    ["the answer is another one's", json(200, { hello: "there" }), "upstream_failed"],
    ["the record was changed meanwhile", problem(409, "conflict"), "conflict"],
  ])("%s", async (_, trouble, code) => {
    answers = [trouble];
    await expect(client.runFunction("double", fields)).rejects.toMatchObject({ name: "AppError", code });
    expect(asked).toHaveLength(1);
  });

  test("a limit was met, which it names", async () => {
    answers = [problem(429, "limit_exceeded", { "retry-after": "3600" }, { reason: "daily_spend" })];
    await expect(client.runFunction("double", fields)).rejects.toMatchObject({
      ...{ code: "limit_exceeded", reason: "daily_spend", retryAfterSeconds: 3600 },
    });
  });
});

describe("a call that is aborted ends at once with the reason:", () => {
  test("while it waits to be sent again", async () => {
    answers = [problem(429, "limit_exceeded", { "retry-after": "9" })];
    const began = performance.now();
    const call = client.runFunction("double", fields, { signal: AbortSignal.timeout(300) });
    await expect(call).rejects.toMatchObject({ name: "TimeoutError" });
    expect(performance.now() - began).toBeLessThan(5000);
    expect(asked).toHaveLength(1);
  });

  test("while its stream goes on", async () => {
    answers = [
      (response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write('event: chunk\ndata: {"text":"It is"}\n\n');
      },
    ];
    const abort = new AbortController();
    const reason = new Error("The user went away.");
    const read = async () => {
      for await (const _ of client.streamFunction("double", fields, { signal: abort.signal })) abort.abort(reason);
    };
    await expect(read()).rejects.toBe(reason);
  });
});

test("calls that come at once when a token is over share the next one", async () => {
  expiresIn = 30; // over as soon as it is there
  await client.runFunction("double", fields);
  await Promise.all([1, 2, 3, 4].map(() => client.runFunction("double", fields)));
  expect(tokens).toHaveLength(2);
});

test("a token that is refused is given up once, not the one that took its place", async () => {
  await client.runFunction("double", fields);
  const refused: Answer = problem(401, "unauthenticated");
  answers = [refused, refused, refused, refused, good];
  await Promise.all([1, 2, 3, 4].map(() => client.runFunction("double", fields)));
  expect(tokens).toHaveLength(2);
});
