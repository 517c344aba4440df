import { cbor } from "@smithy/core/cbor";
import { expect, test } from "vitest";
import { decodeCbor, encodeCbor } from "./cbor.ts";

const values = [
  null,
  true,
  false,
  0,
  23,
  24,
  255,
  65_536,
  4_294_967_296,
  -1,
  -70_000,
  1.5,
  -0.25,
  "",
  "ä€𝄞",
  [],
  [1, [2, ["x"]]],
  {},
  { Id: "m1", Values: [1, 2.5, 300], Nested: { a: null, list: [{ b: true }] } },
];

test.each(values)("%j is read as the SDK writes it, and written so that the SDK reads it", (value) => {
  expect(decodeCbor(Buffer.from(cbor.serialize(value)))).toEqual(value);
  expect(cbor.deserialize(encodeCbor(value))).toEqual(value);
});

test("a time is tag 1 with seconds", () => {
  const at = new Date("2026-11-25T10:00:00.500Z");
  expect(decodeCbor(encodeCbor({ at }))).toEqual({ at });
});

test.each([
  ["indefinite lengths", "bf6161 9f01 02 ff ff", { a: [1, 2] }],
  ["text in chunks", "7f 6161 6162 ff", "ab"],
  ["half and single floats", "82 f93e00 fa3fc00000", [1.5, 1.5]],
])("%s are read", (_, hex, wanted) => {
  expect(decodeCbor(Buffer.from(hex.replaceAll(" ", ""), "hex"))).toEqual(wanted);
});

test.each([
  ["nothing", ""],
  ["a text that ends too early", "6461"],
  ["a break alone", "ff"],
  ["two values", "0101"],
  ["an array longer than its bytes", "9affffffff00"],
  ["a reserved length", "1c"],
  ["nesting without end", "81".repeat(100)],
])("%s is refused", (_, hex) => {
  expect(() => decodeCbor(Buffer.from(hex, "hex"))).toThrow(Error);
});
