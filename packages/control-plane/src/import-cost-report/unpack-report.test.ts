import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { unpackReport } from "./unpack-report.ts";

const limits = { fileBytes: 10_000, unpackedBytes: 20_000 };

async function unpack(chunks: readonly Uint8Array[]) {
  let taken = 0;
  async function* body() {
    for (const chunk of chunks) {
      taken += chunk.length;
      yield chunk;
    }
  }
  const { text, file } = await unpackReport(body(), limits);
  const read = text.toArray();
  return { read, file, taken: () => taken };
}

const kilobyte = Buffer.alloc(1000, "a");
const tooLarge = { code: "payload_too_large" };

describe("a report's file", () => {
  test("is read no further than its limit", async () => {
    const { read, taken } = await unpack(Array.from({ length: 1000 }, () => kilobyte));
    await expect(read).rejects.toMatchObject(tooLarge);
    expect(taken()).toBeLessThan(200_000);
  });

  test("that unpacks to more than its limit is given up there", async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    expect(bomb.length).toBeLessThan(limits.fileBytes);
    await expect((await unpack([bomb])).read).rejects.toMatchObject(tooLarge);
  });

  test("is known by its hash and size, however it comes in pieces", async () => {
    const whole = gzipSync("a,b\n1,2\n");
    const pieces = [...whole].map((byte) => new Uint8Array([byte]));
    const [one, many] = [await unpack([whole]), await unpack(pieces)];
    expect(Buffer.concat(await many.read).toString()).toBe("a,b\n1,2\n");
    await one.read;
    expect(many.file.sizeBytes).toBe(whole.length);
    expect(many.file.hash.digest("hex")).toBe(one.file.hash.digest("hex"));
  });
});
