import { type AlertEvent, type AlertRule, alertEventSchema, alertMetricSchema } from "@annex/contract";
import type { Prisma, Tx } from "@annex/db";
import { missingRule } from "./alert-context.ts";

export const ruleInclude = {
  function: { select: { name: true } },
  webhook: { select: { name: true } },
  tenant: { select: { id: true, name: true, slug: true } },
  watchedTenant: { select: { id: true, name: true, slug: true } },
} as const satisfies Prisma.AlertRuleInclude;
export type RuleRow = Prisma.AlertRuleGetPayload<{ include: typeof ruleInclude }>;

export const eventInclude = { rule: { select: { name: true } } } as const satisfies Prisma.AlertEventInclude;

export function toAlertRule(row: RuleRow): AlertRule {
  const { id, name, threshold, windowMinutes, emails, enabled, value, detail, createdBy } = row;
  const watched = row.tenant ?? row.watchedTenant;
  return {
    ...{ id, name, threshold, windowMinutes, emails, enabled, value, detail, createdBy },
    functionName: row.function?.name ?? null,
    watched: watched && { id: watched.id, name: watched.name },
    metric: alertMetricSchema.parse(row.metric),
    webhook: row.webhook?.name ?? null,
    mutedUntil: row.mutedUntil && row.mutedUntil > new Date() ? row.mutedUntil.toISOString() : null,
    state: row.state === "firing" ? "firing" : "ok",
    stateSince: row.stateSince.toISOString(),
    evaluatedAt: row.evaluatedAt?.toISOString() ?? null,
  };
}

export function toAlertEvent(row: Prisma.AlertEventGetPayload<{ include: typeof eventInclude }>): AlertEvent {
  const { id, ruleId, value, threshold, text, muted, told } = row;
  return {
    ...{ id, ruleId, value, threshold, text, muted, told },
    rule: row.rule.name,
    kind: alertEventSchema.shape.kind.parse(row.kind),
    at: row.at.toISOString(),
  };
}

/** @throws AppError `not_found`. */
export async function loadRule(tx: Tx, tenantId: string | null, id: string): Promise<RuleRow> {
  const row = await tx.alertRule.findFirst({ where: { id, tenantId }, include: ruleInclude });
  if (!row) throw missingRule();
  return row;
}
