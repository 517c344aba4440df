import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { PassThrough } from "node:stream";
import { expect, it, onTestFinished } from "vitest";
import { type AwsResponse, maxBodyBytes } from "./aws-request.ts";
import type { HandleRequest } from "./http-connection.ts";
import { HttpServer } from "./http-server.ts";

interface Caller {
  readonly socket: Socket;
  /** Resolves with all that came, when it fits. */
  until(pattern: RegExp): Promise<string>;
}

const text = (body: string): AwsResponse => ({ status: 200, headers: { "content-type": "text/plain" }, body });
const echo: HandleRequest = ({ method, path, body }, _, reply) => reply(text(`<${method} ${path} ${body}>`));
const post = (path: string, body: string) =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

async function start(handle: HandleRequest) {
  const server = new HttpServer(handle);
  const port = await server.listen(0);
  onTestFinished(() => server.close());
  const call = async (): Promise<Caller> => {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => {});
    let received = "";
    socket.on("data", (bytes: Buffer) => {
      received += bytes.toString("latin1");
    });
    await once(socket, "connect");
    const until = async (pattern: RegExp) => {
      await expect.poll(() => received, { timeout: 10_000, interval: 2 }).toMatch(pattern);
      return received;
    };
    return { socket, until };
  };
  return { server, call };
}

it("answers many requests of one connection in their order, also when they come at once or in pieces", async () => {
  const later: (() => void)[] = [];
  const { call } = await start((request, sourceIp, reply) => {
    if (request.path === "/slow") later.push(() => echo(request, sourceIp, reply));
    else echo(request, sourceIp, reply);
  });
  const { socket, until } = await call();
  socket.write(post("/slow", "1") + post("/b", "2"));
  for (const byte of post("/c", "three")) socket.write(byte);
  await expect.poll(() => later.length).toBe(1);
  later[0]?.();
  const all = await until(/<POST \/c three>$/);
  expect(all.match(/<[^>]+>/g)).toEqual(["<POST /slow 1>", "<POST /b 2>", "<POST /c three>"]);
  expect(all).toMatch(/^HTTP\/1\.1 200 OK\r\ncontent-type: text\/plain\r\nContent-Length: 14\r\nDate: [^\r]+ GMT\r\n/);
});

it("tells a client to go on that waits before it sends its body", async () => {
  const { call } = await start(echo);
  const { socket, until } = await call();
  socket.write("POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
  await until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/);
  socket.write("ab");
  await until(/<POST \/a ab>$/);
});

it("reads past a body that is longer than any operation takes, and says so to who asked", async () => {
  const { call } = await start((request, _, reply) => reply(text(String(request.tooLarge))));
  const { socket, until } = await call();
  socket.write(`POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: ${maxBodyBytes + 1}\r\n\r\n`);
  socket.write(Buffer.alloc(maxBodyBytes + 1));
  await until(/true$/);
});

it.each(["nonsense\r\n\r\n", "POST /a HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"])(
  "answers 400 to what is no request, or could be read in two ways, and ends the connection: %#",
  async (bytes) => {
    const { call } = await start(echo);
    const { socket, until } = await call();
    const ended = once(socket, "end");
    socket.write(bytes);
    await until(/^HTTP\/1\.1 400 Bad Request\r\n/);
    await ended;
  },
);

it("ends the connection after the answer where the client wants it, or has closed its half", async () => {
  const { call } = await start((request, sourceIp, reply) => setImmediate(() => echo(request, sourceIp, reply)));
  for (const closes of [true, false]) {
    const { socket, until } = await call();
    const ended = once(socket, "end");
    if (closes) socket.write("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    else socket.end("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    const answer = await until(/<GET \/a >$/);
    if (closes) expect(answer).toContain("\r\nConnection: close\r\n");
    await ended;
  }
});

it("sends a stream as it comes, in chunks, and goes on with the next request", async () => {
  const body = new PassThrough();
  const { call } = await start((request, sourceIp, reply) =>
    request.path === "/stream" ? reply({ status: 200, headers: {}, body }) : echo(request, sourceIp, reply),
  );
  const { socket, until } = await call();
  socket.write(post("/stream", "") + post("/next", ""));
  await until(/Transfer-Encoding: chunked\r\n/);
  body.write("first");
  await until(/\r\n5\r\nfirst\r\n$/);
  body.end("second");
  await until(/6\r\nsecond\r\n0\r\n\r\nHTTP\/1\.1 200 [\s\S]*<POST \/next >$/);
});

it("drops the rest of a stream whose reader went away, and tells who writes it", async () => {
  const body = new PassThrough();
  let isAbandoned = false;
  const onAbandoned = () => {
    isAbandoned = true;
  };
  const { call } = await start((_request, _sourceIp, reply) => reply({ status: 200, headers: {}, body, onAbandoned }));
  const { socket, until } = await call();
  socket.write(post("/stream", ""));
  await until(/chunked/);
  socket.destroy();
  await expect.poll(() => isAbandoned).toBe(true);
  const taken = once(body, "end");
  body.end(Buffer.alloc(1 << 20));
  await taken;
});

it("sends no header that would begin another line", async () => {
  const headers = { good: "a", bad: "b\r\nSet-Cookie: c" };
  const { call } = await start((_request, _sourceIp, reply) => reply({ status: 200, headers, body: "ok" }));
  const { socket, until } = await call();
  socket.write(post("/a", ""));
  const answer = await until(/ok$/);
  expect(answer).toContain("\r\ngood: a\r\n");
  expect(answer).not.toContain("Set-Cookie");
});

it("answers what it has begun to take before it ends, and ends idle connections at once", async () => {
  const replies: (() => void)[] = [];
  const { server, call } = await start((request, sourceIp, reply) => {
    replies.push(() => echo(request, sourceIp, reply));
  });
  const [busy, idle, halfWay] = [await call(), await call(), await call()];
  const idleEnded = once(idle.socket, "end");
  busy.socket.write(post("/busy", ""));
  halfWay.socket.write("POST /half HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na");
  await expect.poll(() => replies.length).toBe(1);
  const closed = server.close();
  await idleEnded;
  halfWay.socket.write("b");
  await expect.poll(() => replies.length).toBe(2);
  for (const reply of replies) reply();
  await busy.until(/<POST \/busy >$/);
  await halfWay.until(/<POST \/half ab>$/);
  await closed;
});
