import type { AlertEvent, AlertRule } from "@annex/contract";
import { eventInclude, ruleInclude, toAlertEvent, toAlertRule } from "../alert/to-alert.ts";
import type { OwnerContext } from "../context/owner-context.ts";

const mostEvents = 200;

/** The rules of a tenant, or the operators', those that fire first. */
export function listAlertRules({ run, tenantId }: OwnerContext): Promise<AlertRule[]> {
  return run(async (tx) => {
    const orderBy = [{ state: "asc" }, { name: "asc" }] as const;
    const rows = await tx.alertRule.findMany({ where: { tenantId }, include: ruleInclude, orderBy: [...orderBy] });
    return rows.map(toAlertRule).toSorted((a, b) => Number(b.state === "firing") - Number(a.state === "firing"));
  });
}

/** What those rules told, newest first. */
export function listAlertEvents({ run, tenantId }: OwnerContext): Promise<AlertEvent[]> {
  return run(async (tx) => {
    const rows = await tx.alertEvent.findMany({
      where: { tenantId },
      include: eventInclude,
      orderBy: { at: "desc" },
      take: mostEvents,
    });
    return rows.map(toAlertEvent);
  });
}
