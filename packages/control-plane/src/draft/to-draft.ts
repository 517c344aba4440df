import { type Draft, draftContentSchema } from "@annex/contract";
import type { Draft as DraftRow } from "@annex/db";

export function toDraft(row: DraftRow): Draft {
  return {
    content: draftContentSchema.parse(row.content),
    revision: row.revision,
    updatedBy: row.updatedBy,
    updatedAt: row.updatedAt.toISOString(),
  };
}
