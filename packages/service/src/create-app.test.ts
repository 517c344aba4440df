import { connect, type Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createApp } from "./create-app.ts";

let app: FastifyInstance;
let url: string;
let reasons: string[] = [];
const limits = { headersTimeoutMs: 300, requestTimeoutMs: 600 };

beforeAll(async () => {
  app = createApp({ name: "test", logLevel: "silent", bodyLimit: 1000, notReady: async () => reasons, ...limits });
  app.post("/echo", async (request) => request.body);
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => app.close());

function open(): Socket {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  return socket;
}

/** Sends `drop` every 50 ms until the service ends the connection. */
async function dripUntilClosed(socket: Socket, drop: string): Promise<void> {
  const drip = setInterval(() => socket.write(drop), 50);
  await new Promise((done) => socket.resume().once("close", done)).finally(() => clearInterval(drip));
}

describe("a hostile client", () => {
  test("that sends its headers drop by drop is cut off", async () => {
    const socket = open();
    socket.write("POST /echo HTTP/1.1\r\nhost: x\r\n");
    await dripUntilClosed(socket, "x-a: b\r\n");
  });

  test("that sends its body drop by drop is cut off", async () => {
    const socket = open();
    socket.write("POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{");
    await dripUntilClosed(socket, " ");
  });

  test("with headers over 16 KB is refused, and the next one is served", async () => {
    expect((await fetch(`${url}/health`, { headers: { "x-large": "x".repeat(20_000) } })).status).toBe(431);
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  test.each([
    ["1001 bytes", "x".repeat(1001), 413, "payload_too_large"],
    ["no JSON", "{x", 400, "invalid_request"],
    ["JSON that is nested too deep", "[".repeat(300) + "]".repeat(300), 400, "invalid_request"],
    ["a prototype", `{"__proto__":{"a":1}}`, 400, "invalid_request"],
  ])("with a body of %s is refused with a problem document", async (_, body, status, code) => {
    const headers = { "content-type": "application/json", "x-correlation-id": "order-4711" };
    const response = await fetch(`${url}/echo`, { method: "POST", body, headers });
    expect(response.headers.get("content-type")).toContain("application/problem+json");
    expect(await response.json()).toMatchObject({ status, code, correlationId: "order-4711" });
  });
});

test.each([
  ["told before", "content-length: 2000", "x".repeat(2000)],
  ["not told before", "transfer-encoding: chunked", `7d0\r\n${"x".repeat(2000)}\r\n0\r\n\r\n`],
])("a body that is too large, its size %s, is told before all of it came", async (_, size, body) => {
  const socket = open();
  const answers: string[] = [];
  socket.setEncoding("utf8").on("data", (chunk) => answers.push(String(chunk)));
  const middle = body.length - 500;
  socket.write(`POST /echo HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n${size}\r\n\r\n`);
  socket.write(body.slice(0, middle));
  await vi.waitUntil(() => answers.join("").includes("payload_too_large"));
  socket.write(`${body.slice(middle)}GET /health HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
  await new Promise((done) => socket.once("close", done));
  expect(answers.join("").match(/HTTP\/1.1 \d+/g)).toEqual(["HTTP/1.1 413", "HTTP/1.1 200"]);
});

test("a service that cannot work says why, and lives", async () => {
  reasons = ["The database is away."];
  const response = await fetch(`${url}/ready`);
  expect([response.status, await response.json()]).toEqual([503, { status: "not_ready", reasons }]);
  expect((await fetch(`${url}/health`)).status).toBe(200);
  reasons = [];
  expect(await (await fetch(`${url}/ready`)).json()).toEqual({ status: "ready", reasons: [] });
});
