import { jsonSchema, type PlatformRecord } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";

const inputSchema = z.object({ type: z.string(), limit: z.number().int().min(1).max(200).default(50) });

/** The tenant's newest records of one type: samples for mapping previews and tests. */
export async function listRecords(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<PlatformRecord[]> {
  const { type, limit } = parse(inputSchema, input);
  const rows = await ctx.db.run((tx) =>
    tx.record.findMany({ where: { typeKey: type }, orderBy: { createdAt: "desc" }, take: limit }),
  );
  return rows.map((row) => ({
    id: row.id,
    type: row.typeKey,
    data: z.record(z.string(), jsonSchema).parse(row.data),
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}
