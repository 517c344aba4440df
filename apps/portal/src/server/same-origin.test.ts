import { expect, test } from "vitest";
import { refuseForeignOrigin } from "./same-origin";

function request(method: string, headers: Record<string, string>): Request {
  return new Request("http://portal.example/api/v1/functions", { method, headers });
}

const host = "portal.example";

test("a change from the portal's own pages passes", () => {
  expect(() => refuseForeignOrigin(request("POST", { host, origin: "http://portal.example" }))).not.toThrow();
});

test("reading needs no origin", () => {
  expect(() => refuseForeignOrigin(request("GET", { host }))).not.toThrow();
});

test.each([
  ["another site", { host, origin: "https://evil.example" }],
  ["another port", { host, origin: "http://portal.example:8080" }],
  ["a sandboxed frame", { host, origin: "null" }],
  ["nowhere", { host }],
])("a change from %s is refused", (_name, headers) => {
  expect(() => refuseForeignOrigin(request("DELETE", headers))).toThrow(
    expect.objectContaining({ code: "forbidden", message: "This request did not come from the portal's own pages." }),
  );
});
