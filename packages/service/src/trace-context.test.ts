import { expect, test } from "vitest";
import { traceContextFrom, traceparentOf } from "./trace-context.ts";

const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const parentId = "00f067aa0ba902b7";

test("a caller's trace is gone on with, and what we call sees our span as its parent", () => {
  const context = traceContextFrom(`00-${traceId}-${parentId}-01`);
  expect(context).toMatchObject({ traceId, parentId, flags: "01" });
  expect(context.spanId).toMatch(/^[0-9a-f]{16}$/);
  expect(context.spanId).not.toBe(parentId);
  expect(traceparentOf(context)).toBe(`00-${traceId}-${context.spanId}-01`);
});

test("a later version of the header is read as far as it is known", () => {
  expect(traceContextFrom(`cc-${traceId}-${parentId}-01-more`)).toMatchObject({ traceId, parentId });
});

test.each([
  undefined,
  "",
  "garbage",
  `ff-${traceId}-${parentId}-01`,
  `00-${"0".repeat(32)}-${parentId}-01`,
  `00-${traceId}-${"0".repeat(16)}-01`,
  `00-${traceId.toUpperCase()}-${parentId}-01`,
  `00-${traceId}-${parentId}`,
  [`00-${traceId}-${parentId}-01`, "second"],
])("%s begins a new trace", (header) => {
  const context = traceContextFrom(header);
  expect(context.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(context).toMatchObject({ parentId: null, flags: "00" });
  expect(context.traceId).not.toBe(traceId);
});
