import { AppError, type ZipFile, zipFileQuerySchema } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { readerOf, recordReading } from "../audit/record-reading.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadContent } from "../function/load-content.ts";
import { loadFunction } from "../function/load-function.ts";
import { readZipText } from "../upload-zip/read-zip-text.ts";

const inputSchema = zipFileQuerySchema.extend({ functionName: z.string() });

async function loadSource(tx: Tx, functionId: string, release: number | undefined) {
  const { source } = (await loadContent(tx, functionId, release)).content;
  if (source.kind !== "zip") throw new AppError("not_found", "Its code is no zip: its files are in its content.");
  return source;
}

/** A file of the zip that a draft or a release is made of; that it was read is audited. @throws AppError `not_found`. */
export function getZipFile(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<ZipFile> {
  const { functionName, path, release } = parse(inputSchema, input);
  return ctx.db.run(async (tx) => {
    const { id } = await loadFunction(tx, functionName);
    const source = await loadSource(tx, id, release);
    const artifact = await tx.artifact.findFirst({ where: { sha256: source.artifactSha256 } });
    const entry = source.entries.find((candidate) => candidate.path === path);
    if (!artifact || !entry) throw new AppError("not_found", `The zip holds no file ${path}.`);
    await recordReading(tx, readerOf(ctx), "getZipFile", `function:${functionName}`);
    return readZipText(artifact.bytes, entry);
  });
}
