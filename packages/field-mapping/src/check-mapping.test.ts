import { describe, expect, it } from "vitest";
import { checkMapping } from "./check-mapping.ts";
import { expression, fromField, fromResult, invoiceContract, mappingOf } from "./contract.fixture.ts";

function parameterMessages(source: Parameters<typeof mappingOf>[0][number][1], name = "value"): string[] {
  return checkMapping(mappingOf([[name, source]]), invoiceContract).map(({ message }) => message);
}

function outputMessages(path: string, source: NonNullable<Parameters<typeof mappingOf>[1]>[number][1]): string[] {
  return checkMapping(mappingOf([], [[path, source]]), invoiceContract).map(({ message }) => message);
}

describe("checkMapping", () => {
  it("finds nothing wrong in a sound mapping", () => {
    const mapping = mappingOf(
      [
        ["total", fromField("invoice.total")],
        ["limit", { kind: "constant", value: { eu: [1, 2] } }],
        ["records", { kind: "credential", credential: "acme-records" }],
        ["gross", expression("invoice.total * 1.19")],
        ["prices", expression("invoice.lines.map(line, line.price)")],
      ],
      [
        ["invoice.riskScore", fromResult("score.value")],
        ["invoice.note", expression('"Risk " + string(result.score)')],
        ["invoice.status", expression('invoice.total > 1000.0 ? "check" : "ok"')],
      ],
    );
    expect(checkMapping(mapping, invoiceContract)).toEqual([]);
  });

  it("tells each problem at its place", () => {
    const mapping = mappingOf(
      [
        ["total", fromField("invoice.total")],
        ["total", fromField("invoice.currency")],
      ],
      [
        ["invoice.note", fromResult("a")],
        ["invoice.note", fromResult("b")],
      ],
    );
    expect(checkMapping(mapping, invoiceContract)).toEqual([
      { at: "parameters.1", message: "total is mapped twice; rename or remove one." },
      { at: "outputs.1", message: "invoice.note is set twice; remove one of the two." },
    ]);
  });

  it.each([
    ["invoice.totl", "No field invoice.totl; did you mean invoice.total?"],
    ["invoice.somethingElse", "No field invoice.somethingElse."],
    ["invoice.riskScore", "invoice.riskScore can only be set here, not read; choose one of the input fields."],
    ["", "Choose a field, such as invoice.total."],
  ])("refuses the input field %j", (path, message) => {
    expect(parameterMessages(fromField(path))).toEqual([message]);
  });

  it.each([
    ["", "Name the parameter, such as total."],
    ["__proto__", "A parameter cannot be named __proto__; choose another name."],
    ["constructor", "A parameter cannot be named constructor; choose another name."],
    ["prototype", "A parameter cannot be named prototype; choose another name."],
    ["a-b", 'A parameter is named like a variable (total, vatNumber), not "a-b".'],
  ])("refuses the parameter name %j", (name, message) => {
    expect(parameterMessages(fromField("invoice.total"), name)).toEqual([message]);
  });

  it.each([
    ["", "Choose a credential."],
    [
      "acme-record",
      "No credential acme-record; did you mean acme-records? Add it under Credentials, or choose another.",
    ],
    ["zzz", "No credential zzz. Add it under Credentials, or choose another."],
  ])("refuses the credential %j", (credential, message) => {
    expect(parameterMessages({ kind: "credential", credential })).toEqual([message]);
  });

  it("refuses a constant that is too long or too deep", () => {
    expect(parameterMessages({ kind: "constant", value: "x".repeat(10_001) })).toEqual([
      "A constant has at most 10,000 characters.",
    ]);
    const deep: unknown = JSON.parse("[".repeat(100) + "]".repeat(100));
    if (!Array.isArray(deep)) throw new Error("a list was expected");
    expect(parameterMessages({ kind: "constant", value: deep })).toEqual([
      "A constant must be a JSON value that is not deeply nested.",
    ]);
  });

  it.each([
    ["", "Write an expression, such as invoice.total * 2.0."],
    ["invoice.totl * 2.0", "No field invoice.totl; did you mean invoice.total?"],
    ["total * 2.0", "No name total; did you mean invoice.total?"],
    ["invoise.total", "No field invoise.total; did you mean invoice.total?"],
    ["result.score", "No field result.score."],
    ["invoice", "invoice is not a field; name one of its fields."],
    ["1 +", "Unexpected token: EOF."],
    ["invoice.total * 2", "No such overload: double * int. Write whole numbers as 2.0 here, or convert with double()."],
    ["invoice.currency + 1", "No such overload: string + int."],
    ['invoice["totl"]', "No field invoice.totl; did you mean invoice.total?"],
    ["x".repeat(2001), "An expression has at most 2000 characters."],
  ])("refuses the expression %j", (text, message) => {
    expect(parameterMessages(expression(text))).toEqual([message]);
  });

  it.each([
    "invoice.constructor",
    "invoice.__proto__",
    'invoice["__proto__"]',
    "invoice.lines.constructor",
    "invoice.lines[0].__proto__",
    'invoice.currency.matches("(a+)+$")',
    'invoice.lines.exists(line, line.name.matches("(a+)+$"))',
    '[1].map(x, "aaa".matches("(a+)+$"))',
    'cel.bind(x, "a", x.matches("a"))',
    "[".repeat(60) + "]".repeat(60),
    `${"(".repeat(60)}1${")".repeat(60)}`,
    `${Array.from({ length: 990 }, () => "1").join("+")}+x`,
    "[1].map(a, [1].map(b, [1].map(c, c)))",
    `[1]${".map(x, x)".repeat(9)}`,
    "constructor",
    "this",
    "process.exit(1)",
    "globalThis",
    'import("fs")',
    "invoice.lines.map(x, y)",
  ])("refuses the hostile expression %j", (text) => {
    expect(parameterMessages(expression(text))).not.toEqual([]);
  });

  it.each([
    ["invoice.riskScor", "No field invoice.riskScor to set; did you mean invoice.riskScore?"],
    [
      "invoice.total",
      "invoice.total can only be read here, not set; it may set invoice.riskScore, invoice.note, invoice.status, invoice.reviewCount, invoice.approved, invoice.dueAt, invoice.detail.",
    ],
    ["", "Choose the field to set."],
  ])("refuses the output field %j", (path, message) => {
    expect(outputMessages(path, fromResult("a"))).toEqual([message]);
  });

  it.each([
    ["", "Name the property of the function's result, such as riskScore."],
    ["a..b", 'A property of the result is written like riskScore or score.value, not "a..b".'],
    ["a b", 'A property of the result is written like riskScore or score.value, not "a b".'],
    ["a.__proto__.b", "A result's property cannot be named __proto__; choose another name."],
    ["constructor", "A result's property cannot be named constructor; choose another name."],
  ])("refuses the result path %j", (path, message) => {
    expect(outputMessages("invoice.note", fromResult(path))).toEqual([message]);
  });

  it.each([
    ["invoice.riskScore", '"high"', "string"],
    ["invoice.note", "invoice.total", "double"],
    ["invoice.reviewCount", "invoice.total", "double"],
    ["invoice.approved", "1", "int"],
    ["invoice.dueAt", "true", "bool"],
    ["invoice.note", "[1, 2]", "list<int>"],
    ["invoice.detail", 'duration("1s")', "google.protobuf.Duration"],
  ])("refuses to set %s from %s", (path, text, celType) => {
    expect(outputMessages(path, expression(text))[0]).toContain(`this expression gives ${celType}.`);
  });

  it.each([
    ["invoice.riskScore", "invoice.lineCount"],
    ["invoice.reviewCount", "int(invoice.total)"],
    ["invoice.detail", '{"a": invoice.total, "b": [1, "x"]}'],
    ["invoice.dueAt", 'timestamp("2026-11-24T00:00:00Z")'],
    ["invoice.note", "result.note"],
  ])("lets %s be set from %s", (path, text) => {
    expect(outputMessages(path, expression(text))).toEqual([]);
  });
});
