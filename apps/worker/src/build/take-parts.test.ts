import { expect, test } from "vitest";
import { type Part, takeParts } from "./take-parts.ts";

const mb = 1024 * 1024;
const part = (bytes: number, totalBytes = 9 * mb): Part => ({ part: Buffer.alloc(bytes, bytes % 251), totalBytes });
const changed = { code: "upstream_failed", message: expect.stringContaining("changed while they were fetched") };

test("parts are one after another, until all are there", async () => {
  const offsets: number[] = [];
  const ask = async (offset: number) => {
    offsets.push(offset);
    return part(Math.min(4 * mb, 9 * mb - offset));
  };
  expect(await takeParts(part(4 * mb), ask, () => true)).toHaveLength(9 * mb);
  expect(offsets).toEqual([4 * mb, 8 * mb]);
  expect(
    await takeParts(
      part(10, 10),
      () => expect.fail("There is no other part."),
      () => true,
    ),
  ).toHaveLength(10);
});

test.each([
  ["another size", async () => part(4 * mb, 8 * mb), () => true],
  ["another zip", async () => part(4 * mb), () => false],
  ["nothing", async () => part(0), () => true],
  ["a byte at a time, which would never end", async () => part(1), () => true],
])("%s is refused", async (_, ask, isSame) => {
  await expect(takeParts(part(4 * mb), ask, isSame)).rejects.toMatchObject(changed);
});
