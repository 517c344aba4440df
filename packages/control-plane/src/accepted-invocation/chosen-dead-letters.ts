import type { ChooseDeadLetters } from "@annex/contract";
import type { Tx } from "@annex/db";

const mostAtOnce = 1000;

/** The IDs of the dead letters that are meant; another tenant's, or one that is none any more, is not among them. */
export async function chosenDeadLetters(tx: Tx, chosen: ChooseDeadLetters): Promise<string[]> {
  const which = "ids" in chosen ? { id: { in: chosen.ids } } : { functionName: chosen.function };
  const rows = await tx.acceptedInvocation.findMany({
    where: { state: "dead", ...which },
    orderBy: { finishedAt: "asc" },
    take: mostAtOnce,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** What was chosen, for the audit trail. */
export function targetOf(chosen: ChooseDeadLetters): string {
  return "ids" in chosen ? "dead-letters" : `function:${chosen.function}`;
}
