import { AppError, type Draft, type DraftContent } from "@annex/contract";
import type { Tx } from "@annex/db";
import { toJson } from "../context/to-json.ts";
import { toDraft } from "./to-draft.ts";

interface DraftChange {
  readonly functionId: string;
  /** The revision that the change started from. */
  readonly revision: number;
  readonly content: DraftContent;
  readonly updatedBy: string;
}

/** Writes a draft if nobody else did in between. @throws AppError `conflict` when somebody did, and tells who. */
export async function writeDraft(tx: Tx, change: DraftChange): Promise<Draft> {
  const { functionId, revision, updatedBy } = change;
  const data = { content: toJson(change.content), revision: revision + 1, updatedBy };
  const written = await tx.draft.updateMany({ where: { functionId, revision }, data });
  const row = await tx.draft.findUniqueOrThrow({ where: { functionId } });
  if (written.count === 1) return toDraft(row);
  const who = row.updatedBy.replace(/^user:/, "");
  throw new AppError("conflict", `${who} saved this draft in the meantime. Reload it to go on from there.`, {
    detail: { revision, current: row.revision },
  });
}
