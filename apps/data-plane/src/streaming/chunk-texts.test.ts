import fc from "fast-check";
import { expect, test } from "vitest";
import { ChunkTexts } from "./chunk-texts.ts";

function told(chunks: readonly Buffer[]) {
  const texts = new ChunkTexts();
  return [...chunks.map((chunk) => texts.push(chunk)), texts.end()].flatMap((chunk) => chunk ?? []);
}

test("text that is cut anywhere is told as the same text, and never in half a character", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.array(fc.nat({ max: 40 })), (text, cuts) => {
      const bytes = Buffer.from(text);
      const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
      const chunks = told(places.slice(1).map((end, at) => bytes.subarray(places[at], end)));
      expect(chunks.map((chunk) => ("text" in chunk ? chunk.text : "binary")).join("")).toBe(text);
    }),
  );
});

test("bytes that are no text are told as base64, all of them and everything after them", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 20 })), (chunks) => {
      const buffers = chunks.map((chunk) => Buffer.from(chunk));
      const back = told(buffers).map((chunk) =>
        "text" in chunk ? Buffer.from(chunk.text) : Buffer.from(chunk.base64, "base64"),
      );
      expect(Buffer.concat(back).equals(Buffer.concat(buffers))).toBe(true);
    }),
  );
});
