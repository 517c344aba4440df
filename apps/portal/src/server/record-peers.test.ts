import { createServer, type Server } from "node:http";
import { listenLocally } from "@annex/testing/listen-locally";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordPeers } from "./record-peers";

let server: Server;
let url = "";
let end: () => void;
beforeAll(async () => {
  end = recordPeers();
  server = createServer((request, response) => response.end(request.headers["x-forwarded-for"]));
  url = `http://127.0.0.1:${await listenLocally(server)}`;
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
