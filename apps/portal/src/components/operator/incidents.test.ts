import type { AlertEvent } from "@annex/contract";
import { expect, test } from "vitest";
import { closedIncidents, workerSilence } from "./incidents";

const now = Date.parse("2026-11-26T12:00:00Z");
const lookedAt = (secondsAgo: number | null, more: { metric?: "audit_chain"; enabled?: boolean } = {}) => ({
  metric: "worker_lag" as const,
  enabled: true,
  evaluatedAt: secondsAgo === null ? null : new Date(now - secondsAgo * 1000).toISOString(),
  ...more,
});

test("a worker that has looked at no rule for a minute is an incident, open since its last look", () => {
  expect(workerSilence([lookedAt(600), lookedAt(61)], now)).toMatchObject([
    { tone: "red", text: expect.stringMatching(/^No worker runs/), since: "2026-11-26T11:58:59.000Z", until: null },
  ]);
});

test.each([
  ["one rule was looked at just now", [lookedAt(600), lookedAt(5)]],
  ["no rule was looked at yet: the platform is being set up", [lookedAt(null)]],
  ["only rules that are off, or looked at once in a while, are old", [lookedAt(600, { enabled: false })]],
  ["the audit trail is looked at each quarter of an hour", [lookedAt(600, { metric: "audit_chain" })]],
])("a worker is not called silent when %s", (_why, rules) => {
  expect(workerSilence(rules, now)).toEqual([]);
});

test("what has ended is shown from its own beginning, in its own words", () => {
  const event = (id: string, ruleId: string, kind: AlertEvent["kind"], minute: number): AlertEvent => ({
    ...{ id, ruleId, kind, rule: ruleId, value: 1, threshold: 0, muted: false, told: [] },
    text: `${ruleId} ${kind} ${minute}`,
    at: `2026-11-26T11:${String(minute).padStart(2, "0")}:00.000Z`,
  });
  const newestFirst = [
    event("6", "lag", "firing", 50),
    event("5", "cell", "resolved", 40),
    event("4", "lag", "resolved", 30),
    event("3", "cell", "firing", 20),
    event("2", "lag", "firing", 10),
    event("1", "old", "resolved", 5), // its beginning is no longer kept
  ];
  expect(closedIncidents(newestFirst)).toMatchObject([
    { key: "5", text: "cell firing 20", since: "2026-11-26T11:20:00.000Z", until: "2026-11-26T11:40:00.000Z" },
    { key: "4", text: "lag firing 10", since: "2026-11-26T11:10:00.000Z", until: "2026-11-26T11:30:00.000Z" },
  ]);
});
