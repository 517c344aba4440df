import type { Prisma } from "@annex/db";
import type { AlertOutbox } from "../alert/alert-context.ts";
import { tellAlert } from "../alert/tell-alert.ts";
import { type RuleRow, ruleInclude } from "../alert/to-alert.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { type Measured, measure } from "./measure.ts";

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

/** What is measured, and against what: a rule that was changed meanwhile is looked at next time, by what it is then. */
function numbersOf({ metric, threshold, windowMinutes, functionId, watchedTenantId }: RuleRow) {
  return { metric, threshold, windowMinutes, functionId, watchedTenantId };
}

const stateOf = ({ isBreached }: Measured) => (isBreached ? "firing" : "ok");

/** The rule's state has changed: told once, whoever else looks at the same moment. */
async function change(outbox: AlertOutbox, rule: RuleRow, measured: Measured, now: Date): Promise<boolean> {
  const { id } = rule;
  const { jobs, masterKey } = outbox;
  const { value, detail, isBreached } = measured;
  return outbox.db.operator.$transaction(async (tx) => {
    // two workers look one after another: what the first one told the second one does not tell again
    await tx.$executeRaw`SELECT FROM alert_rules WHERE id = ${id}::uuid FOR UPDATE`;
    const where = { id, enabled: true, ...numbersOf(rule) };
    const row = await tx.alertRule.findFirst({ where, include: ruleInclude });
    const state = stateOf(measured);
    if (!row || row.state === state) return false;
    await tx.alertRule.update({ where: { id }, data: { value, detail, evaluatedAt: now, state, stateSince: now } });
    const told = { row, kind: isBreached ? "firing" : "resolved", value, detail } as const;
    const { text } = await tellAlert(tx, { jobs, masterKey }, told);
    const { tenantId, name } = row;
    const action = isBreached ? "fireAlert" : "resolveAlert";
    await recordAudit(tx, { tenantId, actor: "system:worker", action, target: `alert:${name}`, detail: { text } });
    return true;
  });
}

async function evaluate(outbox: AlertOutbox, rule: RuleRow, now: Date): Promise<boolean> {
  if (isTooYoung(rule, now) || isLookedAt(rule, now)) return false;
  const { operator } = outbox.db;
  // outside of the transaction: a walk over the audit trail takes longer than one may
  const measured = await measure(operator, rule, now);
  const { value, detail } = measured;
  const where = { id: rule.id, enabled: true, state: stateOf(measured), ...numbersOf(rule) };
  const { count } = await operator.alertRule.updateMany({ where, data: { value, detail, evaluatedAt: now } });
  return count > 0 ? false : change(outbox, rule, measured, now);
}

/** A suspended tenant's own rules rest; those of operators that watch it do not. */
const isLive = {
  enabled: true,
  OR: [{ tenantId: null }, { tenant: { status: { not: "suspended" } } }],
} as const satisfies Prisma.AlertRuleWhereInput;

/** Read together, and looked at side by side: thousands of tenants have rules, and each costs a few turns with PostgreSQL. */
const pageSize = 200;
const sideBySide = 4;

/** The next rules by ID after `last`. */
function nextRules({ db }: AlertOutbox, last: string | undefined): Promise<RuleRow[]> {
  const after = last === undefined ? {} : { id: { gt: last } };
  const where = { ...isLive, ...after };
  return db.operator.alertRule.findMany({ where, include: ruleInclude, orderBy: { id: "asc" }, take: pageSize });
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
  let changed = 0;
  const look = async (rules: IterableIterator<RuleRow>) => {
    for (const rule of rules)
      try {
        if (await evaluate(outbox, rule, now)) changed += 1;
      } catch (error) {
        onError(error);
      }
  };
  let rules = await nextRules(outbox, undefined);
  while (rules.length > 0) {
    const turns = rules.values();
    await Promise.all(Array.from({ length: sideBySide }, () => look(turns)));
    rules = await nextRules(outbox, rules.at(-1)?.id);
  }
  return changed;
}
