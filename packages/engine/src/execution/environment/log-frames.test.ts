import { expect, it } from "vitest";
import { LogFrames } from "./log-frames.ts";

function frame(text: string, timestamp: number): Buffer {
  const body = Buffer.from(text);
  const head = Buffer.alloc(16);
  head.writeUInt32BE(0xa55a0003, 0);
  head.writeUInt32BE(body.length, 4);
  head.writeBigUInt64BE(BigInt(timestamp) * 1000n, 8);
  return Buffer.concat([head, body]);
}

const now = Date.now();
const texts = ["one", "", "two\nlines", "ümläut"];
const bytes = Buffer.concat(texts.map((text) => frame(text, now)));

/** In pieces of every size, so that each cut of a frame comes up. */
const cuts = Array.from({ length: bytes.length }, (_, index) => index + 1);
const pieces = (size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );

it("entries are those that were written, wherever the bytes are cut", () => {
  for (const size of cuts) {
    const frames = new LogFrames();
    const entries = pieces(size).flatMap((piece) => frames.push(piece));
    expect(entries).toEqual(texts.map((message) => ({ message, timestamp: now })));
  }
});

it("what is skipped is counted, wherever the bytes are cut, and what comes after it is read", () => {
  for (const size of cuts) {
    const frames = new LogFrames();
    expect(pieces(size).reduce((sum, piece) => sum + frames.skip(piece), 0)).toBe(texts.length);
    expect(frames.push(frame("after", now))).toEqual([{ message: "after", timestamp: now }]);
  }
});

it("a frame whose begin was skipped is one entry, read or skipped", () => {
  const frames = new LogFrames();
  const cut = frame("half", now);
  expect(frames.skip(cut.subarray(0, 18))).toBe(0);
  expect(frames.push(cut.subarray(18))).toEqual([{ message: "half", timestamp: now }]);
});

it("bytes that are no frame are kept as text, and count as one when they are skipped", () => {
  const text = "written to the descriptor by itself";
  expect(new LogFrames().push(Buffer.from(text))).toEqual([{ message: text, timestamp: expect.any(Number) }]);
  expect(new LogFrames().skip(Buffer.from(text))).toBe(1);
});
