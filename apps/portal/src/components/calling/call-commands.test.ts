import { spawnSync } from "node:child_process";
import type { Field } from "@annex/contract";
import { expect, test } from "vitest";
import { type Callee, callCommands } from "./call-commands";

const addresses = { dataPlane: "http://127.0.0.1:3001", identity: "http://127.0.0.1:3002" };
const inputs: Field[] = [
  { path: "invoice.number", type: "string", label: "Number", required: true },
  { path: "invoice.total", type: "number", label: "Total", required: false },
  { path: "invoice.due", type: "date", label: "Due", required: false },
];

// stands in for curl: it answers a token, and shows what it was called with
const curl = String.raw`curl() {
  case "$*" in
    *grant_type*) printf '{"access_token":"abc.def-_","expires_in":600}' ;;
    *) printf '%s\0' "$@" ;;
  esac
}
`;

/** The arguments of the second curl, as a shell reads them. */
function sent(callee: Callee): string[] {
  const script = curl + callCommands(addresses, callee, inputs);
  const { status, stdout } = spawnSync("sh", ["-uc", script], {
    encoding: "utf8",
    env: { ...process.env, CLIENT_ID: "acme-1", CLIENT_SECRET: "s" },
  });
  expect(status).toBe(0);
  return stdout.split("\0").slice(0, -1);
}

test("pasted into a shell, the commands call with the token that they got and a value for each input", () => {
  const [body = "", ...before] = sent({ kind: "extension-point", name: "invoice.submitted" }).toReversed();
  expect(JSON.parse(body)).toEqual({
    fields: { "invoice.number": "example", "invoice.total": 12.5, "invoice.due": "2026-01-31" },
  });
  expect(before.toReversed()).toEqual([
    ...["-s", "http://127.0.0.1:3001/v1/extension-points/invoice.submitted/invocations"],
    ...["-H", "authorization: Bearer abc.def-_", "-H", "content-type: application/json", "-d"],
  ]);
});

test("a function is called by its name", () => {
  expect(sent({ kind: "function", name: "risk-check" })).toContain(
    "http://127.0.0.1:3001/v1/functions/risk-check/invocations",
  );
});
