import { describe, expect, test } from "vitest";
import { grants, scopeSchema } from "./scopes.ts";

test.each([
  "invocations:write",
  "records:read",
  "invoke:point:invoice.submitted",
  "invoke:point:invoice.*",
  "invoke:point:*",
  "invoke:function:score-invoice",
  "records:write:invoice",
  "invocations:read:function:score-invoice",
  "invocations:manage:point:invoice.*",
])("%s is a scope", (text) => {
  expect(scopeSchema.parse(text)).toBe(text);
});

test.each([
  "",
  "everything",
  "invoke:point:",
  "invoke:point:a*b",
  "invoke:point:**",
  "invoke:anything:x",
  "invoke:point:a b",
  "records:delete:invoice",
  "invocations:write:x",
  "invocations:write:function:x",
  "invocations:read:function:",
  "invocations:read:record:x",
  "invoke:function:../x",
  `invoke:function:${"x".repeat(90)}`,
])("%j is none", (text) => {
  expect(scopeSchema.safeParse(text).success).toBe(false);
});

describe("a scope grants", () => {
  test.each([
    ["invocations:write", "invoke:point:invoice.submitted"],
    ["invocations:write", "invoke:function:f"],
    ["invocations:write", "invocations:write"],
    ["invoke:point:*", "invoke:point:invoice.submitted"],
    ["invoke:point:invoice.*", "invoke:point:invoice.submitted"],
    ["invoke:point:*", "invoke:point:invoice.*"],
    ["invocations:read", "invocations:read:function:f"],
    ["invocations:write", "invocations:manage:point:invoice.submitted"],
    ["invocations:read:function:*", "invocations:read:function:f"],
    ["records:read", "records:read:invoice"],
    ["records:read:*", "records:read:invoice"],
  ])("%s: %s", (given, needed) => {
    expect(grants([given], needed)).toBe(true);
  });
});

describe("a scope does not grant", () => {
  test.each([
    ["invoke:point:invoice.submitted", "invocations:write"],
    ["invoke:point:*", "invocations:write"],
    ["invoke:point:*", "invoke:function:f"],
    ["invoke:point:invoice.submitted", "invoke:point:invoice.submitted.again"],
    ["invoke:point:invoice.*", "invoke:point:*"],
    ["invoke:point:invoice.*", "invoke:point:order.submitted"],
    ["records:read", "records:write:invoice"],
    ["records:write", "records:read:invoice"],
    ["records:read:invoice", "records:read:order"],
    ["records:read:invoice", "records:read"],
    ["invocations:read", "invoke:function:f"],
    ["invocations:read", "invocations:manage:function:f"],
    ["invocations:manage:function:f", "invocations:read:function:f"],
    ["invocations:manage:function:f", "invoke:function:f"],
    ["invoke:function:f", "invocations:read:function:f"],
    ["invocations:read:function:f", "invocations:read"],
  ])("%s: %s", (given, needed) => {
    expect(grants([given], needed)).toBe(false);
  });
});
