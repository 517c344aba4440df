import { AppError } from "@annex/contract";
import { expect, test } from "vitest";
import { toAppError } from "./to-app-error.ts";

const named = (name: string) => Object.assign(new Error("said by AWS"), { name });

test.each([
  ["ResourceNotFoundException", "not_found"],
  ["TooManyRequestsException", "limit_exceeded"],
  ["AccessDeniedException", "upstream_failed"],
  ["ServiceException", "unavailable"],
  ["TimeoutError", "unavailable"],
])("%s becomes %s and is kept as the cause", (name, code) => {
  const error = named(name);
  expect(toAppError(error, "Invoke")).toMatchObject({ code, cause: error, detail: { operation: "Invoke" } });
});

test("a refused connection says nothing of addresses", () => {
  const error = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:9"), { code: "ECONNREFUSED" });
  expect(toAppError(error, "Invoke").message).toBe("The cell cannot be reached at the moment. Try again.");
});

test("an error that is ours already stays what it is", () => {
  const ours = new AppError("conflict", "x");
  expect(toAppError(ours, "Invoke")).toBe(ours);
});
