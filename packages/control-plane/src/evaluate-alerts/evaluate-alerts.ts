import type { AlertOutbox } from "../alert/alert-context.ts";
import { tellAlert } from "../alert/tell-alert.ts";
import { type RuleRow, ruleInclude } from "../alert/to-alert.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { measure } from "./measure.ts";

/** A rule that is younger than its window says nothing of silence yet. */
function isTooYoung({ metric, createdAt, windowMinutes }: RuleRow, now: Date): boolean {
  return metric === "silence" && now.getTime() - createdAt.getTime() < windowMinutes * 60_000;
}

async function evaluate({ db, jobs, masterKey }: AlertOutbox, id: string, now: Date): Promise<boolean> {
  return db.operator.$transaction(async (tx) => {
    // two workers look one after another: what the first one told the second one does not tell again
    await tx.$executeRaw`SELECT FROM alert_rules WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await tx.alertRule.findUnique({ where: { id }, include: ruleInclude });
    if (!row?.enabled || isTooYoung(row, now)) return false;
    const { value, isBreached } = await measure(tx, row, now);
    const state = isBreached ? "firing" : "ok";
    const isChanged = state !== row.state;
    const since = isChanged ? { state, stateSince: now } : {};
    await tx.alertRule.update({ where: { id }, data: { value, evaluatedAt: now, ...since } });
    if (!isChanged) return false;
    const { text } = await tellAlert(tx, { jobs, masterKey }, { row, kind: isBreached ? "firing" : "resolved", value });
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
