import { expect, it } from "vitest";
import { type HttpRequest, HttpRequests } from "./http-requests.ts";

const posted = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
const chunked =
  "POST /b HTTP/1.1\r\ntransfer-encoding: Chunked\r\n\r\n3\r\nabc\r\n2;ext=1\r\nde\r\n0\r\nName: value\r\n\r\n";
const asked = "GET http://runtime:9001/next HTTP/1.1\r\nHost: x\r\n\r\n";

it("reads requests however the bytes are cut", () => {
  const bytes = Buffer.from(posted + chunked + asked);
  for (let size = 1; size <= bytes.length; size++) {
    const read = readIn(new HttpRequests(100), bytes, () => size);
    expect(read.map(({ method, path, body }) => [method, path, body.toString()])).toEqual([
      ["POST", "/a", "hello"],
      ["POST", "/b", "abcde"],
      ["GET", "/next", ""],
    ]);
    expect(read[1]?.trailers.get("name")).toBe("value");
  }
});

it.each([posted.replace("5\r\n\r\nhello", "5000\r\n\r\n") + "x".repeat(5_000), manyChunks(5_000)])(
  "reads past a body that is too long, and goes on with the next request: %#",
  (text) => {
    const [first, second] = new HttpRequests(4).push(Buffer.from(text + asked));
    expect(first).toMatchObject({ method: "POST", tooLarge: true });
    expect(first?.body.length).toBe(0);
    expect(second).toMatchObject({ path: "/next", tooLarge: false });
  },
);

it("hands the bytes of a body to whoever takes them as they come, whatever their number", () => {
  const taken: string[] = [];
  const requests = new HttpRequests(4, (head) =>
    head.path === "/b" ? (bytes) => void taken.push(bytes.toString()) : undefined,
  );
  expect(requests.push(Buffer.from(chunked.slice(0, 60)))).toEqual([]);
  expect(taken).toEqual(["abc"]);
  expect(requests.push(Buffer.from(chunked.slice(60)))).toMatchObject([{ tooLarge: false, body: Buffer.alloc(0) }]);
  expect(taken.join("")).toBe("abcde");
});

it("puts a body of many small chunks together", () => {
  const [request] = readIn(new HttpRequests(1 << 20), Buffer.from(manyChunks(30_000)), () => 1_000);
  expect(request?.body.toString()).toBe("x".repeat(30_000));
});

it("tells when the client ends the connection", () => {
  const close = (head: string) => new HttpRequests(4).push(Buffer.from(`${head}\r\n\r\n`))[0]?.close;
  expect(close("GET / HTTP/1.1")).toBe(false);
  expect(close("GET / HTTP/1.1\r\nConnection: close")).toBe(true);
  expect(close("GET / HTTP/1.0")).toBe(true);
  expect(close("GET / HTTP/1.0\r\nConnection: Keep-Alive")).toBe(false);
});

it.each([
  "nonsense\r\n\r\n",
  "GET / HTTP/2.0\r\n\r\n",
  "GET  / HTTP/1.1\r\n\r\n",
  "GET / HTTP/1.1\r\n folded: x\r\n\r\n",
  "GET / HTTP/1.1\r\nname : x\r\n\r\n",
  "GET / HTTP/1.1\r\nname: x\ny: z\r\n\r\n",
  "POST /a HTTP/1.1\r\ncontent-length: -1\r\n\r\n",
  "POST /a HTTP/1.1\r\ncontent-length: 0x5\r\n\r\n",
  "POST /a HTTP/1.1\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\n",
  "POST /a HTTP/1.1\r\ncontent-length: 99999999999999999999\r\n\r\n",
  "POST /a HTTP/1.1\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n",
  "POST /a HTTP/1.1\r\ntransfer-encoding: gzip, chunked\r\n\r\n",
  "POST /a HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
  "POST /a HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n",
  "POST /a HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabcd\r\n",
  `POST /a HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n${"0".repeat(2_000)}`,
  "x".repeat(70_000),
])("refuses what is no request: %#", (text) => expect(() => new HttpRequests(100).push(Buffer.from(text))).toThrow());

it("keeps no more than one body of the allowed size, however long the stream is", () => {
  const requests = new HttpRequests(1 << 10);
  requests.push(Buffer.from("POST /a HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nffffffff\r\n"));
  const before = process.memoryUsage().arrayBuffers;
  const goOn = () => requests.push(Buffer.allocUnsafeSlow(1 << 20));
  for (let sent = 0; sent < 600; sent++) expect(goOn()).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(500 << 20);
  expect(goOn).toThrow("a body without end");
});

// A generator of its own, so that a failure can be repeated from the seed that its message names.
it("never hangs, never grows and always reads the same, whatever is mutated and however it is cut", () => {
  const corpus = [posted, chunked, asked, manyChunks(50)];
  for (let seed = 1; seed <= 1_500; seed++) {
    const random = generator(seed);
    const bytes = Buffer.from([...Array(3)].map(() => corpus[random(corpus.length)]).join(""));
    for (let change = random(6); change > 0; change--) bytes[random(bytes.length)] = random(256);
    const whole = attempt(() => readIn(new HttpRequests(64), bytes, () => bytes.length));
    const cut = attempt(() => readIn(new HttpRequests(64), bytes, () => 1 + random(20)));
    if (whole.error === undefined) expect(cut, `seed ${seed}`).toEqual(whole);
    else expect(cut.error, `seed ${seed}`).toBeDefined();
  }
});

function manyChunks(count: number): string {
  return `POST /c HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n${"1\r\nx\r\n".repeat(count)}0\r\n\r\n`;
}

function readIn(requests: HttpRequests, bytes: Buffer, size: () => number): HttpRequest[] {
  const read: HttpRequest[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + size();
    read.push(...requests.push(bytes.subarray(at, end)));
    at = end;
  }
  return read;
}

function attempt(read: () => HttpRequest[]): { readonly read?: readonly unknown[]; readonly error?: string } {
  try {
    return { read: read().map(({ method, path, body }) => [method, path, body.toString("latin1")]) };
  } catch (error) {
    return { error: String(error) };
  }
}

/** mulberry32 */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
