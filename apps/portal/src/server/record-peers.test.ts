import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordPeers } from "./record-peers";

let server: Server;
let url = "";
let end: () => void;
beforeAll(async () => {
  end = recordPeers();
  server = createServer((request, response) => response.end(request.headers["x-forwarded-for"]));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  url = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
});
afterAll(() => {
  end();
  server.close();
});

test.each([
  [{}, "127.0.0.1"],
  [{ "x-forwarded-for": "9.9.9.9" }, "9.9.9.9, 127.0.0.1"],
  [{ "X-Forwarded-For": "9.9.9.9, 8.8.8.8" }, "9.9.9.9, 8.8.8.8, 127.0.0.1"],
])("whatever a client writes (%j), its own address is the last", async (headers: HeadersInit, seen) => {
  expect(await (await fetch(url, { headers })).text()).toBe(seen);
});
