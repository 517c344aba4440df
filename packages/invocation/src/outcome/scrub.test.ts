import { describe, expect, test } from "vitest";
import { createScrubber } from "./scrub.ts";

const oauth2 = { clientId: "acme-records", clientSecret: 'se"cret\nof two lines', scope: "records:read" };
const scrubber = createScrubber({ key: "hunter2-hunter2", longer: "hunter2-hunter2-and-more", oauth2, pin: "1234" });

describe("what a function says is scrubbed of", () => {
  test.each([
    ["a secret", "it is hunter2-hunter2!", "it is [secret]!"],
    ["a secret that begins with another one", "hunter2-hunter2-and-more", "[secret]"],
    ["a client secret", 'se"cret\nof two lines', "[secret]"],
    ["a client secret inside a JSON text", JSON.stringify(oauth2.clientSecret), '"[secret]"'],
  ])("%s", (_, said, clean) => {
    expect(scrubber.text(said)).toBe(clean);
  });

  test("secrets in fields, at any depth, in names too", () => {
    const deep = { list: ["hunter2-hunter2", 1, null, { "hunter2-hunter2": true }] };
    expect(scrubber.fields({ "invoice.note": "hunter2-hunter2", "invoice.extra": deep })).toEqual({
      "invoice.note": "[secret]",
      "invoice.extra": { list: ["[secret]", 1, null, { "[secret]": true }] },
    });
  });
});

test("client IDs, scopes and texts too short to be secrets stay", () => {
  expect(scrubber.text("acme-records may records:read 1234")).toBe("acme-records may records:read 1234");
});

test("without credentials nothing is touched", () => {
  const fields = { "invoice.note": "hunter2-hunter2" };
  expect(createScrubber({}).fields(fields)).toBe(fields);
});
