import { AppError, type FieldValues } from "@annex/contract";
import { describe, expect, it } from "vitest";
import { compileMapping } from "./compile-mapping.ts";
import { expression, fromField, invoiceContract, invoiceValues, mappingOf } from "./contract.fixture.ts";
import { evaluateExpressions } from "./expression/evaluate-expressions.ts";
import { mapInput, runInput } from "./map-input.ts";

function compile(...parameters: Parameters<typeof mappingOf>[0][number][]) {
  return compileMapping(mappingOf(parameters), invoiceContract);
}

function refusal(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("mapInput", () => {
  it("hands over the mapped fields, constants, credentials and expressions, and nothing else", () => {
    const compiled = compile(
      ["total", fromField("invoice.total")],
      ["region", { kind: "constant", value: "eu" }],
      ["password", { kind: "credential", credential: "erp-password" }],
      ["gross", expression("invoice.total * 2.0")],
      ["prices", expression("invoice.lines.map(line, line.price)")],
      ["nextCount", expression("invoice.lineCount + 1")],
      ["supplier", expression("invoice.supplier.name")],
    );
    expect(mapInput(compiled, invoiceValues, { "erp-password": "s3cret", other: "hidden" })).toEqual({
      total: 1200.5,
      region: "eu",
      password: "s3cret",
      gross: 2401,
      prices: [10, 20],
      nextCount: 4,
      supplier: "Initech",
    });
  });

  it("gives null for a missing optional field, and for an expression over one", () => {
    const compiled = compile(
      ["currency", fromField("invoice.currency")],
      ["label", expression('invoice.currency + "!"')],
      ["fallback", expression('has(invoice.currency) ? invoice.currency : "EUR"')],
    );
    expect(mapInput(compiled, { "invoice.number": "R-1", "invoice.total": 1, "invoice.currency": null }, {})).toEqual({
      currency: null,
      label: null,
      fallback: "EUR",
    });
  });

  it("refuses missing required fields and wrong types, naming each", () => {
    const values = { "invoice.total": "12", "invoice.lineCount": 1.5, "invoice.submittedAt": "yesterday" };
    const error = refusal(() => mapInput(compile(["total", fromField("invoice.total")]), values, {}));
    expect(error.code).toBe("invalid_request");
    expect(error.errors).toEqual([
      { path: "fields.invoice.number", message: "invoice.number is required." },
      { path: "fields.invoice.total", message: "invoice.total must be a number, not a text." },
      { path: "fields.invoice.lineCount", message: "invoice.lineCount must be a whole number, not the number 1.5." },
      {
        path: "fields.invoice.submittedAt",
        message: "invoice.submittedAt must be a date such as 2026-11-24 or 2026-11-24T09:30:00Z, not a text.",
      },
    ]);
  });

  it("refuses an expression that fails on these values", () => {
    const error = refusal(() => mapInput(compile(["x", expression("1 / (invoice.lineCount - 3)")]), invoiceValues, {}));
    expect(error.code).toBe("invalid_request");
    expect(error.message).toBe("The parameter x has no value: Division by zero.");
    expect(error.errors).toEqual([{ path: "mapping.parameters.0", message: "Division by zero." }]);
  });

  it("refuses when the credential's value is missing, without looking at prototypes", () => {
    const compiled = compileMapping(mappingOf([["x", { kind: "credential", credential: "valueOf" }]]), {
      inputs: [],
      outputs: [],
    });
    expect(refusal(() => mapInput(compiled, {}, {})).message).toContain("The credential valueOf is missing");
  });

  it("never takes inherited properties for field values", () => {
    const values: FieldValues = Object.create({ "invoice.number": "R-1", "invoice.total": 1 });
    expect(refusal(() => mapInput(compile(["n", fromField("invoice.number")]), values, {})).errors).toHaveLength(2);
  });

  it("makes an event without a prototype and drops own keys named __proto__", () => {
    const lines: FieldValues[string] = JSON.parse('[{"__proto__": {"polluted": true}, "price": 1}]');
    const compiled = compile(["lines", fromField("invoice.lines")], ["copy", expression("invoice.lines")]);
    const event = mapInput(compiled, { ...invoiceValues, "invoice.lines": lines }, {});
    expect(Object.getPrototypeOf(event)).toBeNull();
    expect(JSON.stringify(event)).toBe('{"lines":[{"price":1}],"copy":[{"price":1}]}');
  });

  it("hands over a copy: a change of the event does not change the caller's values", () => {
    const event = mapInput(compile(["lines", fromField("invoice.lines")]), invoiceValues, {});
    expect(event.lines).not.toBe(invoiceValues["invoice.lines"]);
  });

  it("refuses values that are too large for an expression", () => {
    const values = { ...invoiceValues, "invoice.lines": Array.from({ length: 30_000 }, (_, index) => index) };
    const error = refusal(() => mapInput(compile(["n", expression("size(invoice.lines)")]), values, {}));
    expect(error.message).toContain("too large for an expression");
  });

  it.each(["1.0 / 0.0", "9223372036854775807", 'b"abc"', 'duration("1s")', "type(1)"])(
    "refuses the value of %s, which JSON cannot hold",
    (text) => {
      expect(refusal(() => mapInput(compile(["x", expression(text)]), invoiceValues, {})).code).toBe("invalid_request");
    },
  );

  it("turns unsigned integers and timestamps into JSON", () => {
    const compiled = compile(["u", expression("7u")], ["t", expression("timestamp(invoice.submittedAt)")]);
    expect(mapInput(compiled, invoiceValues, {})).toEqual({ u: 7, t: "2026-11-24T09:30:00.000Z" });
  });
});

describe("runInput", () => {
  it("never calls the evaluator for fields, constants and credentials", async () => {
    const compiled = compile(["total", fromField("invoice.total")], ["c", { kind: "constant", value: 1 }]);
    const evaluate = () => Promise.reject(new Error("the evaluator was called"));
    expect(await runInput(compiled, invoiceValues, {}, evaluate)).toEqual({ total: 1200.5, c: 1 });
  });

  it("sends the evaluator one batch with only the fields that its expressions read", async () => {
    const compiled = compile(["a", expression("invoice.total * 2.0")], ["b", expression("invoice.paid")]);
    const requests: unknown[] = [];
    const event = await runInput(compiled, invoiceValues, {}, async (request) => {
      requests.push({ values: { ...request.values }, fields: request.scope.inputs.map((field) => field.path) });
      return evaluateExpressions(request);
    });
    expect(event).toEqual({ a: 2401, b: false });
    expect(requests).toEqual([
      {
        values: { "invoice.total": 1200.5, "invoice.paid": false },
        fields: ["invoice.total", "invoice.paid"],
      },
    ]);
  });
});

describe("compileMapping", () => {
  it("refuses a mapping with problems, naming their places", () => {
    const error = refusal(() => compile(["total", fromField("invoice.totl")]));
    expect(error.code).toBe("invalid_request");
    expect(error.errors).toEqual([
      { path: "mapping.parameters.0", message: "No field invoice.totl; did you mean invoice.total?" },
    ]);
  });
});
