import { describe, expect, it } from "vitest";
import { expression, fromField, fromResult, invoiceContract, invoiceValues, mappingOf } from "./contract.fixture.ts";
import { previewMapping } from "./preview-mapping.ts";

describe("previewMapping", () => {
  const mapping = mappingOf(
    [
      ["total", fromField("invoice.total")],
      ["wrong", fromField("invoice.totl")],
      ["gross", expression("invoice.total * 2.0")],
      ["records", { kind: "credential", credential: "acme-records" }],
      ["count", expression("invoice.lineCount + 1")],
    ],
    [
      ["invoice.riskScore", fromResult("score")],
      ["invoice.note", fromResult("note")],
    ],
  );

  it("shows each parameter's value or problem, and never a secret", () => {
    const preview = previewMapping(mapping, invoiceContract, { ...invoiceValues, "invoice.lineCount": "three" });
    expect(preview.event).toEqual({ total: 1200.5, gross: 2401, records: "(credential acme-records)" });
    expect(preview.parameters.map(({ name, problem }) => [name, problem])).toEqual([
      ["total", null],
      ["wrong", "No field invoice.totl; did you mean invoice.total?"],
      ["gross", null],
      ["records", null],
      ["count", "invoice.lineCount must be a whole number, not a text."],
    ]);
    expect(preview.problems).toEqual([
      { at: "parameters.1", message: "No field invoice.totl; did you mean invoice.total?" },
    ]);
  });

  it("shows which fields a sample result sets, and what of it is wrong", () => {
    const { outputs } = previewMapping(mapping, invoiceContract, invoiceValues, { score: "high", note: "a" });
    expect(outputs).toEqual([
      {
        field: "invoice.riskScore",
        value: null,
        problem: "invoice.riskScore must be a number, not a text (from score).",
        set: false,
      },
      { field: "invoice.note", value: "a", problem: null, set: true },
    ]);
  });

  it("shows nothing for outputs while there is no result", () => {
    const { outputs } = previewMapping(mapping, invoiceContract, invoiceValues);
    expect(outputs.map(({ value, problem, set }) => ({ value, problem, set }))).toEqual([
      { value: null, problem: null, set: false },
      { value: null, problem: null, set: false },
    ]);
  });

  it("does not throw for a record without any value", () => {
    const { parameters } = previewMapping(mapping, invoiceContract, {});
    expect(parameters[0]?.problem).toBe("invoice.total is required.");
  });
});
