import { expect, test } from "vitest";
import { readJson } from "./read-body";

const sent = (body: string) =>
  readJson(
    new Request("http://portal.example/", { method: "POST", headers: { "content-type": "application/json" }, body }),
  );

test("a body of millions of small values is refused: to keep and tell them would hold up everybody", async () => {
  const refused = { code: "invalid_request", message: "The body holds more than 200000 values." };
  await expect(sent(`{"record":{"x":[${"{},".repeat(2_500_000)}1]}}`)).rejects.toMatchObject(refused);
});

test("a body of megabytes of source is read", async () => {
  const content = "call(a, b, c);\n".repeat(300_000);
  expect(await sent(JSON.stringify({ files: [{ content }] }))).toEqual({ files: [{ content }] });
});
