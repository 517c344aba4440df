"use client";
import {
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
import { closedIncidents, type Incident, workerSilence } from "./incidents";

const rulesSchema = z.array(alertRuleSchema);
const eventsSchema = z.array(alertEventSchema);
const budgetsSchema = z.array(budgetSchema);
const pausesSchema = z.array(pauseRecordSchema);
const routes = portalRoutes.operator;

const closedShown = 5;

function textOf(rule: AlertRule): string {
  if (isPlatformMetric(rule.metric) && rule.detail) return `${rule.name}: ${rule.detail}`;
  return `${rule.name}: ${metricNames[rule.metric]} ${formatMetric(rule.metric, rule.value)}, ${conditionOf(rule)}`;
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
