import type { AuditEvent } from "@annex/contract";
import { expect, test } from "vitest";
import { detailInWords, functionOf } from "./audit-words";

test.each<[AuditEvent["detail"], string]>([
  [{ message: "", release: 1 }, "release: 1"],
  [{ mode: "errors", redacted: [], retentionDays: 7 }, "mode: errors; retention days: 7"],
  [{ metric: "error_rate", function: null }, "metric: error_rate"],
  [{ name: "CI", scopes: ["functions:read", "functions:write"] }, "name: CI; scopes: functions:read, functions:write"],
  [{ enabled: false, limits: { memoryMb: 256, timeoutMs: null } }, "enabled: no; limits: memory mb: 256"],
  [{ count: 0, inputs: [{ path: "a" }, {}] }, "count: 0; inputs: path: a"],
  [{}, ""],
])("%j reads %s", (detail, words) => {
  expect(detailInWords(detail)).toBe(words);
});

const event: AuditEvent = {
  ...{ id: "1", at: "2026-11-27T06:00:00Z", tenant: "acme", tenantId: "t1", actor: "user:ada@acme.example" },
  ...{ action: "publishRelease", target: "function:risk-check", detail: {} },
};

test.each<[Partial<AuditEvent>, ReturnType<typeof functionOf>]>([
  [{}, { name: "risk-check", release: null }],
  [{ detail: { release: 3 } }, { name: "risk-check", release: 3 }],
  [{ detail: { releaseNumber: 2 } }, { name: "risk-check", release: 2 }],
  [{ detail: { release: "3" } }, { name: "risk-check", release: null }],
  [{ target: "session:01a21bb6" }, null],
  [{ target: "function:../x" }, null],
  [{ target: "function:risk-check/deployments/1" }, null],
])("%j is about %j", (change, found) => {
  expect(functionOf({ ...event, ...change })).toEqual(found);
});
