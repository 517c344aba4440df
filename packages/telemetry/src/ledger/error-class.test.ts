import { expect, test } from "vitest";
import { errorClassOf } from "./error-class.ts";

test.each([
  ["success", null, null],
  ["function_error", "TypeError", "user"],
  ["function_error", "Runtime.ExitError", "user"],
  ["function_error", "Runtime.HandlerNotFound", "configuration"],
  ["function_error", "Mapping.Output", "configuration"],
  ["timeout", "Sandbox.Timedout", "timeout"],
  ["out_of_memory", "Runtime.OutOfMemory", "out_of_memory"],
  ["throttled", "limit_exceeded", "throttle"],
  ["platform_error", "internal", "platform"],
] as const)("%s %s is of class %s", (outcome, type, expected) => {
  expect(errorClassOf(outcome, type)).toBe(expected);
});
