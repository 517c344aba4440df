import { expect, test } from "vitest";
import { applyOption, completeExpression, expressionOptions } from "./complete-expression";

const inputs = [
  { path: "invoice.total", type: "number" as const, label: "Total", required: true },
  { path: "invoice.currency", type: "string" as const, label: "Currency", required: false },
];
const labels = (text: string, result?: unknown) =>
  completeExpression(text, text.length, expressionOptions(inputs, result)).options.map(({ label }) => label);

test("the word before the caret decides: what begins with it stands before what has it inside", () => {
  expect(labels("invoice.to")).toEqual(["invoice.total"]);
  expect(labels("2.0 * tot")).toEqual(["invoice.total"]);
  expect(labels("s")).toEqual(["size(x)", "string(x)", "startsWith(s)", "has(a.b)", "endsWith(s)", "contains(s)"]);
});

test("an output's expression is offered the properties of the last result", () => {
  expect(labels("res", { score: 7, tags: [] })).toEqual(["result.score", "result.tags", "result"]);
  expect(labels("res")).toEqual([]);
});

test("what is taken replaces the word and nothing else", () => {
  const text = "double(invoice.t) * 2.0";
  const caret = text.indexOf(")");
  const { from, options } = completeExpression(text, caret, expressionOptions(inputs));
  const [option] = options;
  if (!option) throw new Error("Nothing is offered.");
  expect(applyOption(text, caret, from, option)).toEqual({
    text: "double(invoice.total) * 2.0",
    caret: "double(invoice.total".length,
  });
});

test("nothing is offered into a number", () => {
  expect(labels("invoice.total * 2.")).toEqual([]);
  expect(labels("invoice.total * 12")).toEqual([]);
});

test("a word that is whole is not offered again", () => {
  expect(labels("invoice.total")).toEqual([]);
});
