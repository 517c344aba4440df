import { jsonSchema, type LogLine, logLevelSchema, logSourceSchema } from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { z } from "zod";

export const lineColumns = Prisma.raw(
  `id, at, source, level, message, fields, function_id AS "functionId", release_number AS "releaseNumber",
   request_id AS "requestId", correlation_id AS "correlationId"`,
);

export const lineRowSchema = z.object({
  id: z.bigint(),
  at: z.date(),
  source: logSourceSchema,
  level: z.string(),
  message: z.string(),
  fields: z.record(z.string(), jsonSchema).nullable(),
  functionId: z.string().nullable(),
  releaseNumber: z.number().nullable(),
  requestId: z.string().nullable(),
  correlationId: z.string().nullable(),
});
export type LineRow = z.infer<typeof lineRowSchema>;

/** Rows as the contract shows them, with their functions' names. */
export async function toLogLines(tx: Pick<Tx, "function">, rows: readonly LineRow[]): Promise<LogLine[]> {
  const ids = [...new Set(rows.flatMap(({ functionId }) => functionId ?? []))];
  const found = await tx.function.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const names = new Map(found.map(({ id, name }) => [id, name]));
  return rows.map(({ id, at, functionId, level, ...rest }) => ({
    ...rest,
    id: String(id),
    at: at.toISOString(),
    level: logLevelSchema.catch("info").parse(level),
    functionName: functionId === null ? null : (names.get(functionId) ?? "deleted function"),
  }));
}
