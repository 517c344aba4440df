import { createHash } from "node:crypto";
import { AppError, type Draft } from "@annex/contract";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { authorise } from "../context/authorise.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toDraft } from "../draft/to-draft.ts";
import { writeDraft } from "../draft/write-draft.ts";
import { loadFunction } from "../function/load-function.ts";
import { checkStored } from "./check-stored.ts";
import { readZip } from "./read-zip.ts";

const inputSchema = z.object({
  functionName: z.string(),
  fileName: z.string().min(1).max(200),
  bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array, "There is no file."),
  /** The draft's revision on screen; without it the zip replaces whatever is there. */
  revision: z.number().int().optional(),
});

/**
 * Makes a zip the source of the draft: it is deployed as it is, so it holds everything that it needs to run.
 * @throws AppError `payload_too_large` above 50 MB; `invalid_request` for a zip that is none, is damaged or leads out of
 * itself; `conflict` when a newer revision is there; `limit_exceeded` as `checkStored`.
 */
export async function uploadZip(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<Draft> {
  const { functionName, fileName, bytes, revision } = parse(inputSchema, input);
  authorise(ctx, "developer");
  const read = await readZip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const entries = read.map(({ path, sizeBytes }) => ({ path, sizeBytes }));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const tenantId = ctx.tenant.id;
  const { actor } = ctx.principal;
  return ctx.db.run(async (tx) => {
    const { id: functionId } = await loadFunction(tx, functionName);
    const draft = toDraft(await tx.draft.findUniqueOrThrow({ where: { functionId } }));
    if (revision !== undefined && revision !== draft.revision)
      throw new AppError("conflict", "The draft was saved in the meantime. Reload it, then upload the zip again.");
    await checkStored(tx, tenantId, bytes.length);
    const unpackedBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    await tx.artifact.upsert({
      where: { tenantId_sha256: { tenantId, sha256 } },
      create: { tenantId, sha256, bytes: new Uint8Array(bytes), sizeBytes: bytes.length, unpackedBytes },
      update: { namedAt: new Date() },
    });
    const source = { kind: "zip", artifactSha256: sha256, fileName, sizeBytes: bytes.length, entries } as const;
    const content = { ...draft.content, source, packages: [] };
    const detail = { fileName, sha256, sizeBytes: bytes.length };
    await recordAudit(tx, { tenantId, actor, action: "uploadZip", target: `function:${functionName}`, detail });
    return writeDraft(tx, { functionId, revision: draft.revision, content, updatedBy: actor });
  });
}
