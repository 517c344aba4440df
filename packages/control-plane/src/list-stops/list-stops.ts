import { type Budget, pauseKindSchema, type Stop } from "@annex/contract";
import type { Tx } from "@annex/db";
import { budgetInclude, toBudget } from "../budget/to-budget.ts";
import type { TenantContext } from "../context/tenant-context.ts";

const usd = (amount: number) => `$${amount < 0.01 ? amount.toPrecision(2) : amount.toFixed(2)}`;

const effects = {
  warn: "Nothing is stopped yet.",
  throttle: "Few invocations go through; the others are refused with limit_exceeded.",
  pause: "Every invocation is refused with paused.",
} as const;

function ofBudget(budget: Budget): Stop[] {
  const { id, state, functionName, period, spentUsd, amountUsd, stateSince, periodEnd, lifted } = budget;
  if (state === "ok") return [];
  const effect = lifted ? "warn" : state;
  const whose = functionName ?? "All functions";
  const next = period === "day" ? "tomorrow (UTC)" : "next month (UTC)";
  return [
    {
      ...{ id, effect, kind: "budget", target: whose, since: stateSince, until: periodEnd },
      reason: `${usd(spentUsd)} of ${usd(amountUsd)} of this ${period}'s budget are spent. ${effects[effect]}`,
      whatToDo: `Wait until ${next}, or ask the operator of the platform to raise the budget or to lift it.`,
    },
  ];
}

/** Why it was suspended is the operators' own: their words are not written for its people. */
async function ofSuspension(tx: Tx, id: string): Promise<Stop[]> {
  const { status, suspendedAt, slug } = await tx.tenant.findUniqueOrThrow({ where: { id } });
  if (status !== "suspended") return [];
  return [
    {
      ...{ id, kind: "tenant", effect: "pause", target: slug, until: null },
      reason: "Every call is refused with tenant_suspended. Functions, releases and data stay as they are.",
      whatToDo: "Ask the operator of the platform; accepted invocations and schedules wait until then.",
      since: (suspendedAt ?? new Date()).toISOString(),
    },
  ];
}

/** What keeps the tenant's calls from going through at the moment, with what its people can do. */
export function listStops(ctx: Pick<TenantContext, "db" | "tenant">): Promise<Stop[]> {
  return ctx.db.run(async (tx) => {
    const pauses = await tx.pause.findMany({ where: { endedAt: null }, orderBy: { pausedAt: "desc" } });
    const budgets = await tx.budget.findMany({ include: budgetInclude });
    const paused = pauses.map(({ id, kind, target, reason, pausedAt }): Stop => {
      const whatToDo = "Ask the operator of the platform; accepted invocations are held until then.";
      const since = pausedAt.toISOString();
      return { id, kind: pauseKindSchema.parse(kind), effect: "pause", target, reason, whatToDo, since, until: null };
    });
    return [
      ...(await ofSuspension(tx, ctx.tenant.id)),
      ...paused,
      ...budgets.flatMap((row) => ofBudget(toBudget(row))),
    ];
  });
}
