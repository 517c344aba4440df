import { AppError, codeQuerySchema, type DraftContent } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { readerOf, recordReading } from "../audit/record-reading.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { loadContent } from "../function/load-content.ts";
import { loadFunction } from "../function/load-function.ts";
import { makeZip } from "../zip/make-zip.ts";
import { manifestOf } from "./manifest-of.ts";
import { loadStored, readParts, type StoredZip } from "./stored-zip.ts";

const inputSchema = codeQuerySchema.extend({ functionName: z.string() });

export interface CodeZip {
  /** `score-invoice-3.zip`. */
  readonly fileName: string;
  readonly sizeBytes: number;
  /** The zip from its beginning to its end. */
  readonly parts: AsyncGenerator<Uint8Array>;
}

async function* onePart(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A file of the tenant's own that tells npm or pip what to install is left as it is. */
async function loadWritten(tx: Tx, content: DraftContent): Promise<StoredZip | Uint8Array> {
  const { source } = content;
  if (source.kind === "zip") return loadStored(tx, source.artifactSha256);
  const manifest = manifestOf(content);
  const own = source.files.map(({ path, content: text }) => ({ path, text }));
  const files = own.some(({ path }) => path === manifest.path) ? own : [...own, manifest];
  return makeZip(files.map(({ path, text }) => ({ path, bytes: Buffer.from(text) })));
}

async function loadCode(tx: Tx, functionId: string, { release, what }: z.output<typeof codeQuerySchema>) {
  if (release === undefined && what === "deployed")
    throw new AppError("invalid_request", "A draft is not deployed. Name a release.");
  const { content, artifactSha256 } = await loadContent(tx, functionId, release);
  return what === "deployed" ? loadStored(tx, artifactSha256) : loadWritten(tx, content);
}

/**
 * The code of a draft or a release as a zip: as it was written, with what npm or pip needs to install its packages, or
 * as Lambda has it. That it was read is audited.
 * @throws AppError `not_found`; `invalid_request` for a draft as it was deployed.
 */
export async function downloadCode(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<CodeZip> {
  const { functionName, ...wanted } = parse(inputSchema, input);
  const code = await ctx.db.run(async (tx) => {
    const { id } = await loadFunction(tx, functionName);
    const loaded = await loadCode(tx, id, wanted);
    await recordReading(tx, readerOf(ctx), "downloadCode", `function:${functionName}`);
    return loaded;
  });
  const deployed = wanted.what === "deployed" ? "-deployed" : "";
  const fileName = `${functionName}-${wanted.release ?? "draft"}${deployed}.zip`;
  return code instanceof Uint8Array
    ? { fileName, sizeBytes: code.length, parts: onePart(code) }
    : { fileName, sizeBytes: code.sizeBytes, parts: readParts(ctx.db, code) };
}
