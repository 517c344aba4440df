import { AppError, type InvocationsOf } from "@annex/contract";
import type { RecordedPayload, Tx } from "@annex/db";
import { z } from "zod";
import { within } from "../accepted-invocation/within.ts";

const idSchema = z.uuid();

/**
 * What was recorded of a run: by its row of the ledger, or by the accepted invocation's ID, which stands for its last
 * run that was recorded.
 * @throws AppError `not_found` for one that was not recorded, is not kept any more, is another tenant's, or is not among
 * those that a narrow scope names.
 */
export async function loadPayload(tx: Tx, invocationId: string, only?: InvocationsOf): Promise<RecordedPayload> {
  const missing = () => new AppError("not_found", "There is no such recorded invocation.");
  const { data: id } = idSchema.safeParse(invocationId);
  if (id === undefined) throw missing();
  const isKept = { expiresAt: { gt: new Date() } };
  const own = await tx.recordedPayload.findFirst({
    where: { AND: [{ id, ...isKept }, within(only)] },
    orderBy: { attempt: "desc" },
  });
  if (own) return own;
  const run = await tx.invocation.findFirst({ where: { id }, select: { acceptedId: true, attempt: true } });
  if (!run?.acceptedId || run.attempt === null) throw missing();
  const of = { id: run.acceptedId, attempt: run.attempt };
  const row = await tx.recordedPayload.findFirst({ where: { AND: [{ ...of, ...isKept }, within(only)] } });
  if (!row) throw missing();
  return row;
}
