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

describe("a stream of bytes", () => {
  const scrub = (chunks: readonly string[], secrets = { one: "secret-aaab", two: "geheim-ü-1" }) => {
    const stream = createScrubber(secrets).stream();
    return [...chunks.map((chunk) => stream.push(Buffer.from(chunk, "latin1"))), stream.end()].map((bytes) =>
      bytes.toString(),
    );
  };
  const latin1 = (text: string) => Buffer.from(text).toString("latin1");

  test("is handed on at once where it cannot become a secret", () => {
    expect(scrub(["all of it", " and more"])).toEqual(["all of it", " and more", ""]);
    expect(scrub(["secret agent,", " welcome"])).toEqual(["secret agent,", " welcome", ""]);
  });

  test("holds a secret back wherever it is cut", () => {
    for (const secret of ["secret-aaab", latin1("geheim-ü-1")]) {
      for (let cut = 1; cut < secret.length; cut += 1) {
        const told = scrub([`<${secret.slice(0, cut)}`, `${secret.slice(cut)}>`]);
        expect(told.join("")).toBe("<[secret]>");
      }
    }
  });

  test("gives back what only began like a secret", () => {
    expect(scrub(["secret-aa", "secret-aaa", "ab"]).join("")).toBe("secret-aasecret-aaaab");
    expect(scrub(["secret-a"]).join("")).toBe("secret-a");
  });
});
