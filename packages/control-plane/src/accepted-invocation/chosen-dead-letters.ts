import type { ChooseDeadLetters, InvocationsOf } from "@annex/contract";
import type { Tx } from "@annex/db";
import { within } from "./within.ts";

const mostAtOnce = 1000;

/** The IDs of the dead letters that are meant; another tenant's, or one that is none any more, is not among them. */
export async function chosenDeadLetters(
  tx: Tx,
  chosen: ChooseDeadLetters,
  only: InvocationsOf | undefined,
): Promise<string[]> {
  const which = "ids" in chosen ? { id: { in: chosen.ids } } : { functionName: chosen.function };
  const rows = await tx.acceptedInvocation.findMany({
    where: { AND: [{ state: "dead", ...which }, within(only)] },
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
