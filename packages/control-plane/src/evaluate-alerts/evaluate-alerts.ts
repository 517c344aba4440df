import type { AlertOutbox } from "../alert/alert-context.ts";
import { tellAlert } from "../alert/tell-alert.ts";
import { type RuleRow, ruleInclude } from "../alert/to-alert.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { measure } from "./measure.ts";

/** A rule that is younger than its window says nothing of silence yet. */
function isTooYoung({ metric, createdAt, windowMinutes }: RuleRow, now: Date): boolean {
  return metric === "silence" && now.getTime() - createdAt.getTime() < windowMinutes * 60_000;
}

/** The whole audit trail is walked once in a window, not every few seconds. */
function isLookedAt({ metric, evaluatedAt, windowMinutes }: RuleRow, now: Date): boolean {
  return (
    metric === "audit_chain" && evaluatedAt !== null && now.getTime() - evaluatedAt.getTime() < windowMinutes * 60_000
  );
}

async function evaluate({ db, jobs, masterKey }: AlertOutbox, id: string, now: Date): Promise<boolean> {
  const seen = await db.operator.alertRule.findUnique({ where: { id }, include: ruleInclude });
  if (!seen?.enabled || isTooYoung(seen, now) || isLookedAt(seen, now)) return false;
  // outside of the transaction: a walk over the audit trail takes longer than one may
  const { value, isBreached, detail } = await measure(db.operator, seen, now);
  return db.operator.$transaction(async (tx) => {
    // two workers look one after another: what the first one told the second one does not tell again
    await tx.$executeRaw`SELECT FROM alert_rules WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.alertRule.findUnique({ where: { id }, include: ruleInclude });
    if (!row?.enabled) return false;
    const state = isBreached ? "firing" : "ok";
    const isChanged = state !== row.state;
    const since = isChanged ? { state, stateSince: now } : {};
    await tx.alertRule.update({ where: { id }, data: { value, detail, evaluatedAt: now, ...since } });
    if (!isChanged) return false;
    const { text } = await tellAlert(
      tx,
      { jobs, masterKey },
      { row, kind: isBreached ? "firing" : "resolved", value, detail },
    );
    const { tenantId, name } = row;
    const action = isBreached ? "fireAlert" : "resolveAlert";
    await recordAudit(tx, { tenantId, actor: "system:worker", action, target: `alert:${name}`, detail: { text } });
    return true;
  });
}

/**
 * Looks at every rule: `ok` becomes `firing` when its metric is above the threshold over its window, and `ok` again
 * when it is not; each change is told once. One rule that fails does not hold up the others.
 * @returns how many changed.
 */
export async function evaluateAlerts(
  outbox: AlertOutbox,
  onError: (error: unknown) => void,
  now = new Date(),
): Promise<number> {
  const rules = await outbox.db.operator.alertRule.findMany({ where: { enabled: true }, select: { id: true } });
  let changed = 0;
  for (const { id } of rules) {
    const isChanged = await evaluate(outbox, id, now).catch((error) => {
      onError(error);
      return false;
    });
    if (isChanged) changed += 1;
  }
  return changed;
}
