import { afterAll, describe, expect, test } from "vitest";
import { checkCondition, runCondition } from "./condition.ts";
import { invoiceContract, invoiceValues } from "./contract.fixture.ts";
import { createExpressionPool } from "./worker-pool/index.ts";

const pool = createExpressionPool({ size: 1, timeoutMs: 2000 });
afterAll(() => pool.close());
const { inputs } = invoiceContract;

async function outcomeOf(text: string, values: Parameters<typeof runCondition>[1]) {
  const check = checkCondition(text, inputs);
  if (!check.ok) throw new Error(check.message);
  return runCondition(check.condition, values, pool.evaluate);
}

describe("a condition", () => {
  test.each([
    ["invoice.total > 1000.0", true],
    ["invoice.total > 2000.0", false],
    [`invoice.currency == "EUR" && invoice.lineCount >= 3`, true],
    ["invoice.paid", false],
    ["!invoice.paid", true],
    ["has(invoice.supplier.name)", true],
    ["invoice.lines.exists(line, line.price > 15)", true],
  ])("%s says %s", async (text, met) => {
    expect(await outcomeOf(text, invoiceValues)).toEqual({ ok: true, met });
  });

  test("over a field that is missing is not met", async () => {
    const { "invoice.currency": _, ...values } = invoiceValues;
    expect(await outcomeOf(`invoice.currency == "EUR"`, values)).toEqual({ ok: true, met: false });
    expect(await outcomeOf("invoice.paid", {})).toEqual({ ok: true, met: false });
  });

  test("that is one boolean field by its name never enters the evaluator", async () => {
    const check = checkCondition(" invoice.paid ", inputs);
    if (!check.ok) throw new Error(check.message);
    const never = () => Promise.reject(new Error("evaluated"));
    expect(await runCondition(check.condition, { "invoice.paid": true }, never)).toEqual({ ok: true, met: true });
  });

  test.each([
    ["invoice.total * 2.0", /true or false.*double/],
    ["invoice.totl > 1.0", /did you mean invoice\.total/],
    ["", /Write an expression/],
    [`invoice.number.matches("a+")`, /matches\(\) is not available/],
    ["result.score > 1", /No field result\.score/],
    [`invoice.constructor == "x"`, /reserved|No field/],
    ["invoice.total >", /./],
  ])("%s is refused, and its author is told why", (text, message) => {
    expect(checkCondition(text, inputs)).toEqual({ ok: false, message: expect.stringMatching(message) });
  });

  test("that fails on good values says so and is neither met nor unmet", async () => {
    const outcome = await outcomeOf("1 / (invoice.lineCount - 3) > 0", invoiceValues);
    expect(outcome).toEqual({ ok: false, message: expect.stringMatching(/zero/i) });
  });

  test("that gives no truth value says so", async () => {
    const values = { ...invoiceValues, "invoice.lines": { flag: "yes" } };
    expect(await outcomeOf("invoice.lines.flag", values)).toEqual({
      ok: false,
      message: expect.stringMatching(/true or false/),
    });
  });
});
