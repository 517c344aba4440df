"use client";
import {
  type AlertEvent,
  type AlertRule,
  alertEventSchema,
  alertRuleSchema,
  budgetSchema,
  isPlatformMetric,
  pauseRecordSchema,
  portalRoutes,
} from "@annex/contract";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { conditionOf, formatMetric, metricNames } from "../alerts/alert-words";
import type { Tone } from "../ui/badge";

const rulesSchema = z.array(alertRuleSchema);
const eventsSchema = z.array(alertEventSchema);
const budgetsSchema = z.array(budgetSchema);
const pausesSchema = z.array(pauseRecordSchema);
const routes = portalRoutes.operator;

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
const closedShown = 5;

function textOf(rule: AlertRule): string {
  if (isPlatformMetric(rule.metric) && rule.detail) return `${rule.name}: ${rule.detail}`;
  return `${rule.name}: ${metricNames[rule.metric]} ${formatMetric(rule.metric, rule.value)}, ${conditionOf(rule)}`;
}

/** A worker that does not run cannot tell so itself: its last look at any rule does. */
function workerSilence(rules: readonly AlertRule[], now: number): Incident[] {
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

/** Alerts that fire, budgets that stop calls, pauses; and the alerts that ended last. */
export function useIncidents(interval: number | false): { open: Incident[]; closed: Incident[] } {
  const options = { refetchInterval: interval };
  const rules = useResource(routes.alerts(), rulesSchema, options);
  const events = useResource(routes.alertEvents(), eventsSchema, options);
  const budgets = useResource(routes.budgets(), budgetsSchema, options);
  const pauses = useResource(routes.pauses(), pausesSchema, { ...options, query: { active: "true" } });
  const firing = (rules.data ?? []).filter(({ state, enabled }) => enabled && state === "firing");
  const acting = (budgets.data ?? []).filter(
    ({ state, lifted }) => !lifted && (state === "throttle" || state === "pause"),
  );
  const open = [
    ...workerSilence(rules.data ?? [], Math.max(rules.dataUpdatedAt, 0)),
    ...firing.map(
      (rule): Incident => ({
        ...{ key: rule.id, tone: "red", word: "Firing", href: "/operator/alerts", since: rule.stateSince },
        ...{ text: textOf(rule), until: null },
      }),
    ),
    ...acting.map(
      (budget): Incident => ({
        ...{ key: budget.id, since: budget.stateSince, href: `/operator/tenants/${budget.tenantId}?tab=budgets` },
        ...(budget.state === "pause" ? { tone: "red", word: "Paused" } : { tone: "amber", word: "Throttled" }),
        text: `${[budget.functionName, budget.tenant].filter(Boolean).join(" of ")}: its budget is used up`,
        until: null,
      }),
    ),
    ...(pauses.data ?? []).map(
      (pause): Incident => ({
        ...{ key: pause.id, tone: "red", word: "Paused", href: "/operator/control?tab=pauses", since: pause.pausedAt },
        text: `${pause.target} of ${pause.tenant ?? "all tenants"}: ${pause.reason}`,
        until: null,
      }),
    ),
  ];
  return { open, closed: closedIncidents(events.data ?? []).slice(0, closedShown) };
}
