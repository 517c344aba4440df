"use client";
import { alertRuleSchema, budgetSchema, pauseRecordSchema, portalRoutes } from "@annex/contract";
import Link from "next/link";
import type { ReactNode } from "react";
import { z } from "zod";
import { useResource } from "@/client/api-provider";
import { conditionOf, formatMetric, metricNames } from "../alerts/alert-words";
import { Badge, type Tone } from "../ui/badge";
import { Time } from "../ui/time";

const rulesSchema = z.array(alertRuleSchema);
const budgetsSchema = z.array(budgetSchema);
const pausesSchema = z.array(pauseRecordSchema);
const routes = portalRoutes.operator;

interface Incident {
  readonly key: string;
  readonly tone: Tone;
  readonly word: string;
  readonly href: string;
  readonly text: ReactNode;
  readonly since: string;
}

function useIncidents(interval: number | false): Incident[] {
  const options = { refetchInterval: interval };
  const rules = useResource(routes.alerts(), rulesSchema, options);
  const budgets = useResource(routes.budgets(), budgetsSchema, options);
  const pauses = useResource(routes.pauses(), pausesSchema, { ...options, query: { active: "true" } });
  const firing = (rules.data ?? []).filter(({ state, enabled }) => enabled && state === "firing");
  const acting = (budgets.data ?? []).filter(
    ({ state, lifted }) => !lifted && (state === "throttle" || state === "pause"),
  );
  return [
    ...firing.map(
      (rule): Incident => ({
        ...{ key: rule.id, tone: "red", word: "Firing", href: "/operator/alerts", since: rule.stateSince },
        text: `${rule.name}: ${metricNames[rule.metric]} ${formatMetric(rule.metric, rule.value)}, ${conditionOf(rule)}`,
      }),
    ),
    ...acting.map(
      (budget): Incident => ({
        ...{ key: budget.id, since: budget.stateSince, href: `/operator/tenants/${budget.tenantId}?tab=budgets` },
        ...(budget.state === "pause" ? { tone: "red", word: "Paused" } : { tone: "amber", word: "Throttled" }),
        text: `${[budget.functionName, budget.tenant].filter(Boolean).join(" of ")}: its budget is used up`,
      }),
    ),
    ...(pauses.data ?? []).map(
      (pause): Incident => ({
        ...{ key: pause.id, tone: "red", word: "Paused", href: "/operator/control?tab=pauses", since: pause.pausedAt },
        text: `${pause.target} of ${pause.tenant ?? "all tenants"}: ${pause.reason}`,
      }),
    ),
  ];
}

/** What wants an operator's eye now: alerts that fire, budgets that stop calls, pauses. Nothing where nothing does. */
export function OverviewIncidents({ interval }: { interval: number | false }) {
  const incidents = useIncidents(interval);
  if (incidents.length === 0) return null;
  return (
    <section aria-label="Running incidents" className="flex flex-col gap-2">
      <h2 className="text-base font-semibold">Running incidents</h2>
      <ul className="divide-y rounded-md border">
        {incidents.map(({ key, tone, word, href, text, since }) => (
          <li key={key}>
            <Link href={href} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2 text-sm hover:bg-hover">
              <Badge tone={tone} dot>
                {word}
              </Badge>
              <span className="min-w-0 flex-1 break-words">{text}</span>
              <Time at={since} className="text-muted" />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
