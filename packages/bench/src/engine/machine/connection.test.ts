import { createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { Connection } from "./connection.ts";

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    serve(socket);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  return address && typeof address === "object" ? address.port : 0;
}

const request = Buffer.from("GET / HTTP/1.1\r\n\r\n");

it("a kept connection that the server ended meanwhile says so, instead of waiting for an answer for ever", async () => {
  const port = await listen((socket) =>
    socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")),
  );
  const connection = await Connection.open(port);
  expect((await connection.ask(request)).status).toBe(200);
  await expect.poll(() => connection.isOpen).toBe(false);
  await expect(connection.ask(request)).rejects.toThrow("has closed this connection");
});

it("a server that closes instead of answering fails the request", async () => {
  const port = await listen((socket) => socket.once("data", () => socket.destroy()));
  const connection = await Connection.open(port);
  await expect(connection.ask(request)).rejects.toThrow("closed the connection before the answer");
});

it("a server that is silent fails the request when the patience is over", async () => {
  const port = await listen((socket) => socket.resume());
  const connection = await Connection.open(port, 50);
  await expect(connection.ask(request)).rejects.toThrow("did not answer within 0.05 s");
  expect(connection.isOpen).toBe(false);
});
