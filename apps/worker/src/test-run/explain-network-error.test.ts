import { expect, test } from "vitest";
import { explainNetworkError } from "./explain-network-error.ts";

const errorOf = (message: string) => ({ type: "Error", message, stack: [] });
const allowed = [
  { host: "api.example.com", port: 443 },
  { host: "*.example.org", port: 443 },
];

test("a name that the allow-list does not have is said to be missing there", () => {
  expect(explainNetworkError(errorOf("getaddrinfo EAI_AGAIN erp.demo.internal"), []).message).toBe(
    "getaddrinfo EAI_AGAIN erp.demo.internal. The function's egress allow-list has no entry for erp.demo.internal. Add it under Settings, Egress, then try again.",
  );
});

test.each(["getaddrinfo ENOTFOUND api.example.com", "getaddrinfo ENOTFOUND a.example.org", "something else"])(
  "%s is left as it is",
  (message) => {
    expect(explainNetworkError(errorOf(message), allowed).message).toBe(message);
  },
);
