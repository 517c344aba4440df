import type { AlertEvent, AlertRule } from "@annex/contract";
import type { Tone } from "../ui/badge";

export interface Incident {
  readonly key: string;
  readonly tone: Tone;
  readonly word: string;
  readonly href: string;
  readonly text: string;
  readonly since: string;
  /** Null while it goes on. */
  readonly until: string | null;
}

/** The worker looks at every rule each five seconds. */
const silentAfterMs = 60_000;

type Look = Pick<AlertRule, "enabled" | "metric" | "evaluatedAt">;

/** A worker that does not run cannot tell so itself: its last look at any rule does. */
export function workerSilence(rules: readonly Look[], now: number): Incident[] {
  const looks = rules.flatMap(({ enabled, metric, evaluatedAt }) =>
    enabled && metric !== "audit_chain" && evaluatedAt ? [Date.parse(evaluatedAt)] : [],
  );
  const last = Math.max(...looks);
  if (looks.length === 0 || now - last < silentAfterMs) return [];
  const text = "No worker runs: nothing is deployed, accepted work waits, and alerts tell nobody";
  const since = new Date(last).toISOString();
  return [{ key: "worker", tone: "red", word: "Silent", href: "/operator/cells", text, since, until: null }];
}

/** What fired and has ended, newest first: each end with the beginning before it. Pure. */
export function closedIncidents(events: readonly AlertEvent[]): Incident[] {
  return events.flatMap((event, index): Incident[] => {
    if (event.kind !== "resolved") return [];
    const began = events.slice(index + 1).find(({ kind, ruleId }) => kind === "firing" && ruleId === event.ruleId);
    if (!began) return [];
    const { text } = began;
    return [
      {
        key: event.id,
        tone: "neutral",
        word: "Closed",
        href: "/operator/alerts",
        text,
        since: began.at,
        until: event.at,
      },
    ];
  });
}
