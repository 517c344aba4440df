import type { Binding, ExtensionPoint } from "@annex/contract";
import { expect, test } from "vitest";
import { failsClosed, formOf, readForm } from "./binding-form";

const binding: Binding = {
  ...{ id: "a", extensionPointKey: "invoice.submitted", functionName: "check", position: 0, enabled: true, live: true },
  ...{ mode: "blocking", condition: null, timeoutMs: null, failureMode: null, fallback: null, retryPolicy: null },
};
const number = { path: "invoice.total", type: "number", label: "Total", required: true } as const;
const point: ExtensionPoint = {
  ...{ id: "p", key: "invoice.submitted", name: "Submitted", description: "", recordTypeKey: "invoice", version: 1 },
  ...{ inputs: [number], outputs: [number], timeoutMs: 5000, failureMode: "open" },
};

test("a form that nobody touched changes nothing", () => {
  const { mode, condition, timeoutMs, failureMode, fallback, retryPolicy } = binding;
  const same = { mode, condition, timeoutMs, failureMode, fallback, retryPolicy };
  expect(readForm(formOf(binding), point).changes).toEqual(same);
});

test("what is wrong is told at its place, and then nothing is sent", () => {
  const form = {
    ...formOf(binding),
    condition: "invoice.total >",
    timeoutMs: "6000",
    fallback: { "invoice.total": "a" },
  };
  const { changes, problems } = readForm(form, point);
  expect(changes).toBeNull();
  expect(problems.condition).toBeDefined();
  expect(problems.timeoutMs).toContain("5000");
  expect([...problems.fallback.keys()]).toEqual(["invoice.total"]);
});

test("a call that fails closed sends no fallback, and an emptied field sets nothing", () => {
  const withFallback = { ...formOf(binding), fallback: { "invoice.total": 1 } };
  expect(readForm({ ...withFallback, failureMode: "closed" }, point).changes?.fallback).toBeNull();
  expect(readForm({ ...withFallback, fallback: { "invoice.total": null } }, point).changes?.fallback).toBeNull();
});

test("where nobody waits, nothing fails closed and a run may last longer than the extension point", () => {
  const later = { ...formOf({ ...binding, failureMode: "closed" }), mode: "async", timeoutMs: "30000" } as const;
  expect(failsClosed(later, point)).toBe(false);
  expect(readForm(later, point).changes).toMatchObject({ failureMode: null, timeoutMs: 30_000 });
});
