import type { Tx } from "@annex/db";

/** What a call is about: a stop that names none of it stops everything of the tenant's. */
export interface StopScope {
  readonly functionId?: string;
  readonly releaseNumber?: number;
  readonly extensionPointKey?: string;
  readonly runtime?: string;
}

/** Something that an operator paused, or a budget that acts. Times in epoch milliseconds. */
export interface Stop {
  /** `pause:<ID>` or `budget:<ID>`: under this its refusals are counted. */
  readonly key: string;
  readonly scope: StopScope;
  /** Null pauses; otherwise so many invocations a second go through. */
  readonly perSecond: number | null;
  /** For the caller: what is stopped, why, and until when. */
  readonly message: string;
  /** Acts from then, until then. */
  readonly from: number;
  readonly until: number;
}

const names = {
  function: "The function",
  release: "The function's release",
  extension_point: "The extension point",
  runtime: "The runtime",
};
type PauseKind = keyof typeof names;
const isKind = (kind: string): kind is PauseKind => kind in names;

/** Leaves out what is null. */
function scopeOf(row: Record<keyof StopScope, string | number | null>): StopScope {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null));
}

async function loadPauses(tx: Tx, tenantId: string): Promise<Stop[]> {
  const rows = await tx.pause.findMany({ where: { endedAt: null, OR: [{ tenantId }, { tenantId: null }] } });
  return rows.map(({ id, kind, target, reason, functionId, releaseNumber, extensionPointKey, runtime }) => ({
    key: `pause:${id}`,
    scope: scopeOf({ functionId, releaseNumber, extensionPointKey, runtime }),
    perSecond: null,
    message: `${isKind(kind) ? names[kind] : "It"} ${target} is paused by the operator of the platform: ${reason}`,
    from: 0,
    until: Number.POSITIVE_INFINITY,
  }));
}

function endOf(period: string, start: Date): number {
  const [year, month, day] = [start.getUTCFullYear(), start.getUTCMonth(), start.getUTCDate()];
  return period === "day" ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1);
}

async function loadBudgets(tx: Tx, tenantId: string): Promise<Stop[]> {
  const rows = await tx.budget.findMany({ where: { tenantId, state: { in: ["throttle", "pause"] } } });
  return rows.map(({ id, functionId, state, period, periodStart, liftedUntil, amountMicroUsd, throttlePerSecond }) => {
    const whose = functionId === null ? "the tenant" : "the function";
    const spent = `The budget of ${whose}, ${Number(amountMicroUsd) / 1e6} USD a ${period}, is used up`;
    const until = endOf(period, periodStart);
    const again = `It ends at ${new Date(until).toISOString()}; the operator of the platform can raise or lift it.`;
    return {
      key: `budget:${id}`,
      scope: functionId === null ? {} : { functionId },
      perSecond: state === "pause" ? null : throttlePerSecond,
      message: `${spent}${state === "pause" ? "" : `: ${throttlePerSecond} invocations a second go through`}. ${again}`,
      from: liftedUntil?.getTime() ?? 0,
      until,
    };
  });
}

/** What stops a tenant, its own and the platform's. */
export async function loadStops(tx: Tx, tenantId: string): Promise<Stop[]> {
  return [...(await loadPauses(tx, tenantId)), ...(await loadBudgets(tx, tenantId))];
}
