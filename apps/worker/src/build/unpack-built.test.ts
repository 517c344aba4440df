import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { unpackBuilt } from "./unpack-built.ts";

const file = (path: string, bytes: number) => ({ path, gzip: gzipSync(Buffer.alloc(bytes)).toString("base64") });

test("what the builder answered is unpacked as it is", () => {
  const files = unpackBuilt([file("a.mjs", 10), file("b.mjs", 20)], 30);
  expect(files.map(({ path, bytes }) => [path, bytes.length])).toEqual([
    ["a.mjs", 10],
    ["b.mjs", 20],
  ]);
});

test("a few bytes that unpack to more than Lambda takes are refused before they take the worker's memory", () => {
  const bomb = file("bomb.mjs", 50_000_000);
  expect(bomb.gzip.length).toBeLessThan(100_000);
  expect(() => unpackBuilt([bomb], 1_000_000)).toThrow("The built code has more than 250 MB");
});

test("files that are too much only together are refused as well", () => {
  expect(() => unpackBuilt([file("a.mjs", 600), file("b.mjs", 600)], 1000)).toThrow("more than 250 MB");
});
