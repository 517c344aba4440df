import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkMapping } from "./check-mapping.ts";
import { compileMapping } from "./compile-mapping.ts";
import { expression, fromField, fromResult, invoiceContract, invoiceValues, mappingOf } from "./contract.fixture.ts";
import { copyJson } from "./json.ts";
import { mapInput } from "./map-input.ts";
import { mapOutput } from "./map-output.ts";
import { previewMapping } from "./preview-mapping.ts";

const hostileKeys = fc.constantFrom("__proto__", "constructor", "prototype", "toString", "valueOf", "a");
const hostileJson = fc
  .letrec((tie) => ({
    value: fc.oneof(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      tie("list"),
      tie("object"),
    ),
    list: fc.array(tie("value"), { maxLength: 4 }),
    object: fc.array(fc.tuple(hostileKeys, tie("value")), { maxLength: 4 }),
  }))
  .value.map((value): unknown => JSON.parse(JSON.stringify(value)));

const fragments = fc.constantFrom(
  ..."invoice result total lines . ( ) [ ] { } + - * / % == != && || ! ? : , in 1 2.0 'a' true null __proto__ constructor map filter matches has x".split(
    " ",
  ),
);

describe("field mapping, whatever comes in", () => {
  it("hands JSON values over unchanged but for __proto__ keys", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const wanted: unknown = JSON.parse(JSON.stringify(value), (key, item) =>
          key === "__proto__" ? undefined : item,
        );
        expect(JSON.parse(JSON.stringify(copyJson(value)))).toEqual(wanted);
      }),
    );
  });

  it("never changes or reads a prototype", () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const compiled = compileMapping(
      mappingOf([["lines", fromField("invoice.lines")]], [["invoice.detail", fromResult("value")]]),
      invoiceContract,
    );
    fc.assert(
      fc.property(hostileJson, (value) => {
        const event = mapInput(compiled, { ...invoiceValues, "invoice.lines": copyJson(value) }, {});
        const { fields } = mapOutput(compiled, { value }, invoiceValues);
        expect(JSON.stringify([event, fields])).not.toContain('"__proto__":');
        expect(Object.getPrototypeOf(event)).toBeNull();
        expect(Object.getPrototypeOf(fields)).toBeNull();
        expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
      }),
    );
  });

  it("checks and previews any expression without throwing, and previews values only of sound ones", () => {
    fc.assert(
      fc.property(fc.array(fragments, { maxLength: 25 }), (parts) => {
        const mapping = mappingOf([["x", expression(parts.join(" "))]]);
        const problems = checkMapping(mapping, invoiceContract);
        const { parameters } = previewMapping(mapping, invoiceContract, invoiceValues);
        if (problems.length > 0) expect(parameters[0]?.set).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it("maps any result of a function without throwing", () => {
    const compiled = compileMapping(
      mappingOf(
        [],
        [
          ["invoice.note", expression("result.a.b")],
          ["invoice.detail", expression("result")],
          ["invoice.status", fromResult("a.toString")],
        ],
      ),
      invoiceContract,
    );
    fc.assert(fc.property(fc.anything(), (result) => void mapOutput(compiled, result, invoiceValues)));
  });
});
