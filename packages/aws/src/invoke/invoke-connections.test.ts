import { createServer, type Server, type Socket } from "node:net";
import { listenLocally } from "@annex/testing/listen-locally";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type ConnectionLimits, InvokeConnections } from "./invoke-connections.ts";

const answerOf = (body: string, ...fields: readonly string[]) =>
  `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n${fields.map((field) => `${field}\r\n`).join("")}\r\n${body}`;
const limits: ConnectionLimits = { connections: 2, connectTimeoutMs: 1000, silenceMs: 5000, mostAnswerBytes: 1000 };
const never = new AbortController().signal;
const request = { path: "/a?b=c", headers: { host: "cell", "content-length": "2" }, body: Buffer.from("{}") };

let server: Server;
let port: number;
let sockets: Socket[];
let asked: string[];
let serve: (socket: Socket, connection: number) => void;
let connections: InvokeConnections;

function connectionsOf(given: Partial<ConnectionLimits> = {}): InvokeConnections {
  return new InvokeConnections(new URL(`http://127.0.0.1:${port}`), { ...limits, ...given });
}
const post = (signal = never) => connections.post(request, signal);

beforeEach(async () => {
  sockets = [];
  asked = [];
  serve = (socket, connection) => void socket.write(answerOf(String(connection)));
  server = createServer((socket) => {
    const connection = sockets.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      asked.push(bytes.toString());
      serve(socket, connection);
    });
  });
  port = await listenLocally(server);
  connections = connectionsOf();
});
afterEach(async () => {
  connections.close();
  for (const socket of sockets) socket.destroy();
  await new Promise((done) => server.close(done));
});

test("requests that follow each other share a connection, and each leaves in one piece", async () => {
  const answers = [await post(), await post(), await post()];
  expect(answers.map(({ text }) => text)).toEqual(["1", "1", "1"]);
  expect(asked[0]).toBe("POST /a?b=c HTTP/1.1\r\nhost: cell\r\ncontent-length: 2\r\n\r\n{}");
});

test("requests at once have connections of their own, and more than the limit wait their turn", async () => {
  const answers = await Promise.all([post(), post(), post(), post()]);
  expect(answers.map(({ text }) => text).sort()).toEqual(["1", "1", "2", "2"]);
  expect(sockets).toHaveLength(2);
});

test.each([
  ["says that it closes", ["Connection: close"]],
  ["keeps no connection that long", ["Keep-Alive: timeout=1"]],
])("a connection whose server %s is not used again", async (_, fields) => {
  serve = (socket, connection) => void socket.write(answerOf(String(connection), ...fields));
  expect([(await post()).text, (await post()).text]).toEqual(["1", "2"]);
});

test("a connection that the server closed while it was idle is not used again", async () => {
  await post();
  sockets[0]?.end();
  await vi.waitFor(() => expect(sockets[0]?.closed).toBe(true));
  expect((await post()).text).toBe("2");
});

test("what breaks off is told once and never sent again, and who waited goes on", async () => {
  connections = connectionsOf({ connections: 1 });
  serve = (socket, connection) =>
    connection === 1 ? void socket.destroy() : void socket.write(answerOf(String(connection)));
  const [first, second] = await Promise.allSettled([post(), post()]);
  expect(first).toMatchObject({ status: "rejected", reason: { code: "ECONNRESET" } });
  expect(second).toMatchObject({ status: "fulfilled", value: { text: "2" } });
  expect(asked).toHaveLength(2);
});

test("an answer that is none ends its connection", async () => {
  serve = (socket) => void socket.write("no HTTP at all\r\n\r\n");
  await expect(post()).rejects.toMatchObject({ code: "WRONG_ANSWER" });
  serve = (socket, connection) => void socket.write(answerOf(String(connection)));
  expect((await post()).text).toBe("2");
});

test("once they are closed nothing is waited for and nothing is sent any more", async () => {
  connections = connectionsOf({ connections: 1 });
  serve = () => undefined;
  const results = Promise.allSettled([post(), post()]);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  connections.close();
  const closed = { status: "rejected", reason: { message: "the connections to the cell were closed" } };
  expect(await results).toMatchObject([closed, closed]);
  await vi.waitFor(() => expect(sockets.map((socket) => socket.closed)).toEqual([true]));
  expect(asked).toHaveLength(1);
});

test("a cell that is silent for too long is given up", async () => {
  connections = connectionsOf({ silenceMs: 50 });
  serve = () => undefined;
  await expect(post()).rejects.toMatchObject({ code: "ANSWER_TIMEOUT" });
});

test("what nobody waits for any longer is given up: under way with its connection, in the queue before it is sent", async () => {
  connections = connectionsOf({ connections: 1 });
  serve = () => undefined;
  const [running, waiting] = [new AbortController(), new AbortController()];
  const results = Promise.allSettled([post(running.signal), post(waiting.signal)]);
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  waiting.abort(new Error("given up while it waited"));
  running.abort(new Error("given up under way"));
  expect(await results).toMatchObject([
    { status: "rejected", reason: { message: "given up under way" } },
    { status: "rejected", reason: { message: "given up while it waited" } },
  ]);
  await expect(post(running.signal)).rejects.toThrow("given up under way");
  serve = (socket, connection) => void socket.write(answerOf(String(connection)));
  expect((await post()).text).toBe("2");
  expect(asked).toHaveLength(2);
});
