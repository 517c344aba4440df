import { expect, test } from "vitest";
import { streaming } from "./streaming.ts";

test("where nothing streams, the answer of a streaming handler is the whole text", async () => {
  const handler = streaming<{ name: string }>(async function* ({ name }, { awsRequestId }) {
    yield `Hello ${name}`;
    yield new Uint8Array([0xc3]);
    yield new Uint8Array([0xbc]);
    yield ` ${awsRequestId}`;
  });
  expect(await handler({ name: "A" }, { awsRequestId: "r-1" })).toBe("Hello Aü r-1");
});

test("what a streaming handler throws is thrown", async () => {
  const handler = streaming(function* () {
    yield "half";
    throw new RangeError("no more");
  });
  await expect(handler({}, {})).rejects.toThrow("no more");
});
