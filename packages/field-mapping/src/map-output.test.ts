import { describe, expect, it } from "vitest";
import { compileMapping } from "./compile-mapping.ts";
import { expression, fromResult, invoiceContract, invoiceValues, mappingOf } from "./contract.fixture.ts";
import { mapOutput, runOutput } from "./map-output.ts";

type Outputs = NonNullable<Parameters<typeof mappingOf>[1]>;

function map(outputs: Outputs, result: unknown) {
  return mapOutput(compileMapping(mappingOf([], outputs), invoiceContract), result, invoiceValues);
}

function problemOf(path: string, result: unknown): string | undefined {
  const { fields, problems } = map([[path, fromResult("value")]], result);
  expect(fields).toEqual({});
  return problems[0]?.message;
}

describe("mapOutput", () => {
  it("sets the mapped fields and ignores the rest of the result", () => {
    const outputs: Outputs = [
      ["invoice.riskScore", fromResult("score.value")],
      ["invoice.note", expression('result.note + " of " + invoice.supplier.name')],
      ["invoice.detail", fromResult("reasons.0")],
    ];
    const result = { score: { value: 0.5 }, note: "check", reasons: [{ code: 1 }], total: 0, "invoice.status": "paid" };
    expect(map(outputs, result)).toEqual({
      fields: { "invoice.riskScore": 0.5, "invoice.note": "check of Initech", "invoice.detail": { code: 1 } },
      problems: [],
    });
  });

  it.each([
    ["invoice.riskScore", "0.5", "invoice.riskScore must be a number, not a text (from value)."],
    ["invoice.riskScore", true, "invoice.riskScore must be a number, not true (from value)."],
    ["invoice.riskScore", Number.NaN, "invoice.riskScore must be a number, not a number without a value (from value)."],
    ["invoice.riskScore", [1], "invoice.riskScore must be a number, not a list (from value)."],
    ["invoice.note", 5, "invoice.note must be a text, not the number 5 (from value)."],
    ["invoice.note", { toString: "x" }, "invoice.note must be a text, not an object (from value)."],
    ["invoice.reviewCount", 1.5, "invoice.reviewCount must be a whole number, not the number 1.5 (from value)."],
    [
      "invoice.reviewCount",
      2 ** 60,
      `invoice.reviewCount must be a whole number, not the number ${2 ** 60} (from value).`,
    ],
    ["invoice.approved", 1, "invoice.approved must be true or false, not the number 1 (from value)."],
    [
      "invoice.dueAt",
      "24.11.2026",
      "invoice.dueAt must be a date such as 2026-11-24 or 2026-11-24T09:30:00Z, not a text (from value).",
    ],
    [
      "invoice.dueAt",
      "2026-13-45",
      "invoice.dueAt must be a date such as 2026-11-24 or 2026-11-24T09:30:00Z, not a text (from value).",
    ],
  ])("never passes a value of another type on: %s from %j", (path, value, message) => {
    expect(problemOf(path, { value })).toBe(message);
  });

  it("leaves an optional field alone where the result does not have the property, and clears it with null", () => {
    expect(map([["invoice.note", fromResult("note")]], {})).toEqual({ fields: {}, problems: [] });
    expect(map([["invoice.note", fromResult("note")]], { note: null }).fields).toEqual({ "invoice.note": null });
  });

  it("tells when a required field gets nothing", () => {
    expect(problemOf("invoice.status", {})).toBe("invoice.status is required, but value gives nothing.");
    expect(problemOf("invoice.status", { value: null })).toBe("invoice.status is required, but value gives null.");
  });

  it.each([null, undefined, 5, "text", [], true, Symbol("x"), () => 1])("takes any result: %s", (result) => {
    expect(problemOf("invoice.status", result)).toBe("invoice.status is required, but value gives nothing.");
  });

  it("reads own properties only", () => {
    expect(map([["invoice.detail", fromResult("toString")]], {})).toEqual({ fields: {}, problems: [] });
    expect(map([["invoice.detail", fromResult("value")]], Object.create({ value: 1 })).fields).toEqual({});
  });

  it("drops own keys named __proto__ from a JSON field", () => {
    const result: unknown = JSON.parse('{"value": {"__proto__": {"admin": true}, "ok": 1}}');
    expect(JSON.stringify(map([["invoice.detail", fromResult("value")]], result).fields)).toBe(
      '{"invoice.detail":{"ok":1}}',
    );
  });

  it("tells when a JSON field is nested too deep", () => {
    const value: unknown = JSON.parse("[".repeat(100) + "]".repeat(100));
    expect(problemOf("invoice.detail", { value })).toBe(
      "invoice.detail must be a JSON value, not a list (from value).",
    );
  });

  it.each([
    [
      "result.score + 1",
      { score: 1 },
      "No such overload: double + int. Write whole numbers as 2.0 here, or convert with double().",
    ],
    ["result.constructor_", {}, "No such key: constructor_."],
    ["result.score", { score: "high" }, "invoice.riskScore must be a number, not a text (from The expression)."],
  ])("tells why the expression %s has no value", (text, result, message) => {
    expect(map([["invoice.riskScore", expression(text)]], result)).toEqual({
      fields: {},
      problems: [{ at: "outputs.0", message }],
    });
  });
});

describe("runOutput", () => {
  it("never calls the evaluator where there is no expression", async () => {
    const compiled = compileMapping(mappingOf([], [["invoice.note", fromResult("note")]]), invoiceContract);
    const evaluate = () => Promise.reject(new Error("the evaluator was called"));
    expect((await runOutput(compiled, { note: "a" }, invoiceValues, evaluate)).fields).toEqual({ "invoice.note": "a" });
  });
});
