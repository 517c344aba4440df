import { expect, it } from "vitest";
import { HttpRequests } from "./http-requests.ts";

const posted = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
const chunked = "POST /b HTTP/1.1\r\ntransfer-encoding: Chunked\r\n\r\n3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\n\r\n";
const asked = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";

it("reads requests however the bytes are cut", () => {
  const bytes = Buffer.from(posted + chunked + asked);
  for (let size = 1; size <= bytes.length; size++) {
    const requests = new HttpRequests(100);
    const read = [];
    for (let at = 0; at < bytes.length; at += size) read.push(...requests.push(bytes.subarray(at, at + size)));
    expect(read.map(({ method, path, body }) => [method, path, body.toString()])).toEqual([
      ["POST", "/a", "hello"],
      ["POST", "/b", "abcde"],
      ["GET", "/next", ""],
    ]);
  }
});

it("reads past a body that is too long, and goes on with the next request", () => {
  const [first, second] = new HttpRequests(4).push(Buffer.from(posted + asked));
  expect(first).toMatchObject({ path: "/a", tooLarge: true });
  expect(first?.body.length).toBe(0);
  expect(second).toMatchObject({ path: "/next", tooLarge: false });
});

it.each([
  "\r\n\r\n",
  "nonsense\r\n\r\n",
  "POST /a HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
  "POST /a HTTP/1.1\r\ncontent-length: x\r\n\r\n",
  "POST /a HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
  "x".repeat(70_000),
])("refuses what is no request: %#", (text) => expect(() => new HttpRequests(100).push(Buffer.from(text))).toThrow());
