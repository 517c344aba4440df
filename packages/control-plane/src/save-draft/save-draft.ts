import { type Draft, saveDraftSchema } from "@annex/contract";
import { z } from "zod";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { writeDraft } from "../draft/write-draft.ts";
import { loadFunction } from "../function/load-function.ts";
import { checkSource } from "./check-source.ts";

const inputSchema = saveDraftSchema.extend({ functionName: z.string() });

/**
 * Saves the draft; it may be incomplete. Autosave is too frequent for the audit trail: releases are audited.
 * @throws AppError `conflict` when a newer revision is there, `invalid_request` for two files of one path, more than
 * 5 MB of source or a zip that was never uploaded.
 */
export async function saveDraft(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Draft> {
  const { functionName, content, revision } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { id: functionId } = await loadFunction(tx, functionName);
    authorise(ctx, "developer");
    await checkSource(tx, content.source);
    return writeDraft(tx, { functionId, revision, content, updatedBy: ctx.principal.actor });
  });
}
