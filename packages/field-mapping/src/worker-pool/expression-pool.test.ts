import { afterAll, describe, expect, it } from "vitest";
import { compileMapping } from "../compile-mapping.ts";
import { expression, invoiceContract, invoiceValues, mappingOf } from "../contract.fixture.ts";
import type { EvaluateRequest } from "../expression/evaluate-expressions.ts";
import { runInput } from "../map-input.ts";
import { runOutput } from "../map-output.ts";
import { createExpressionPool } from "./expression-pool.ts";

const pool = createExpressionPool({ size: 2, timeoutMs: 300 });
afterAll(() => pool.close());

function batch(expressions: readonly string[], lines: readonly number[] = []): EvaluateRequest {
  const inputs = invoiceContract.inputs.filter((field) => field.path === "invoice.lines");
  return { scope: { inputs, withResult: false }, expressions, values: { "invoice.lines": [...lines] }, result: null };
}

const manyLines = Array.from({ length: 15_000 }, (_, index) => index);
const slow = "size(invoice.lines.map(a, invoice.lines.filter(b, b == a)))";
const greedy = `size(invoice.lines${".map(x, [x, x, x, x, x, x, x, x])".repeat(1)}${".map(x, x + x + x + x + x + x + x + x)".repeat(6)})`;

describe("createExpressionPool", () => {
  it("evaluates a mapping's expressions in a worker, both ways", async () => {
    const mapping = mappingOf(
      [["gross", expression("invoice.total * 2.0")]],
      [["invoice.note", expression('"score " + string(result.score) + " " + invoice.currency')]],
    );
    const compiled = compileMapping(mapping, invoiceContract);
    expect(await runInput(compiled, invoiceValues, {}, pool.evaluate)).toEqual({ gross: 2401 });
    expect(await runOutput(compiled, { score: 7 }, invoiceValues, pool.evaluate)).toEqual({
      fields: { "invoice.note": "score 7 EUR" },
      problems: [],
    });
  });

  it("ends an expression that takes too long and goes on", async () => {
    const [outcome] = await pool.evaluate(batch([slow], manyLines));
    expect(outcome).toMatchObject({ ok: false, message: expect.stringContaining("too much time or memory") });
    expect(await pool.evaluate(batch(["1 + 1"]))).toEqual([{ ok: true, value: 2 }]);
  });

  it("ends an expression that takes too much memory and goes on", async () => {
    const [outcome] = await pool.evaluate(batch([greedy], manyLines));
    expect(outcome?.ok).toBe(false);
    expect(await pool.evaluate(batch(["1 + 1"]))).toEqual([{ ok: true, value: 2 }]);
  });

  it("refuses a hostile expression in the worker too, though nobody checked it before", async () => {
    const outcomes = await pool.evaluate(batch(['"a".matches("(a+)+$")', "invoice.constructor", "invoice.__proto__"]));
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([false, false, false]);
  });

  it("answers many batches at once, each with its own outcome", async () => {
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    const outcomes = await Promise.all(numbers.map((number) => pool.evaluate(batch([`${number} + 1`]))));
    expect(outcomes).toEqual(numbers.map((number) => [{ ok: true, value: number + 1 }]));
  });

  it("refuses with limit_exceeded when too many batches wait", async () => {
    const small = createExpressionPool({ size: 1, maxWaiting: 1 });
    const first = small.evaluate(batch(["1"]));
    await expect(small.evaluate(batch(["2"]))).rejects.toMatchObject({ code: "limit_exceeded" });
    expect(await first).toEqual([{ ok: true, value: 1 }]);
    await small.close();
  });

  it("lets no tenant's slow expressions hold up another's: a place is left to the others", async () => {
    const shared = createExpressionPool({ size: 2, timeoutMs: 400 });
    const one = shared.evaluateFor("one");
    await one(batch([slow], manyLines)); // known as slow from now on
    const flood = Array.from({ length: 12 }, () => one(batch([slow], manyLines)));
    const began = performance.now();
    expect(await shared.evaluateFor("other")(batch(["1 + 1"]))).toEqual([{ ok: true, value: 2 }]);
    expect(await shared.evaluateFor("other")(batch(["1 + 2"]))).toEqual([{ ok: true, value: 3 }]);
    const tookMs = performance.now() - began;
    const settled = Promise.allSettled(flood);
    await shared.close();
    await settled;
    expect(tookMs).toBeLessThan(1500); // the flood itself takes 12 times 400 ms
  });

  it("refuses what waits, and all that comes later, once it is closed", async () => {
    const closing = createExpressionPool({ size: 1 });
    const waiting = expect(closing.evaluate(batch(["1"]))).rejects.toMatchObject({ code: "unavailable" });
    await closing.close();
    await waiting;
    await expect(closing.evaluate(batch(["1"]))).rejects.toMatchObject({ code: "unavailable" });
  });
});
