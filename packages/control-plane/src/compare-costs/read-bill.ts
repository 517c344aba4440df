import type { BilledUsage } from "@annex/contract";
import { Prisma } from "@annex/db";
import { z } from "zod";
import type { OperatorContext } from "../context/tenant-context.ts";

const mostUsage = 500;
const usage = Prisma.sql`line_type IN ('Usage', 'DiscountedUsage', 'SavingsPlanCoveredUsage')`;
const usd = (only: Prisma.Sql) => Prisma.sql`coalesce(sum(cost_pico_usd) FILTER (WHERE ${only}), 0)::float8 / 1e12`;

const billedSchema = z.object({
  tenantTag: z.string(),
  /** Null where lines are summed by tenant. */
  functionTag: z.string().nullable(),
  billedUsd: z.number(),
  otherUsd: z.number(),
  adjustmentsUsd: z.number(),
});
/** What AWS bills under a tenant's tag, or under it and a function's. An empty tag is none. */
export type Billed = z.infer<typeof billedSchema>;

/** The sums of a report by tag; nothing where there is no report. */
export async function readBill(
  ctx: OperatorContext,
  reportId: string | null,
  by: "tenant" | "function",
): Promise<Billed[]> {
  if (reportId === null) return [];
  const tags = by === "tenant" ? Prisma.sql`tenant_tag` : Prisma.sql`tenant_tag, function_tag`;
  const functionTag = by === "tenant" ? Prisma.sql`NULL::text` : Prisma.sql`function_tag`;
  const rows = await ctx.db.operator.$queryRaw`
    SELECT tenant_tag AS "tenantTag", ${functionTag} AS "functionTag", ${usd(Prisma.sql`is_estimated`)} AS "billedUsd",
      ${usd(Prisma.sql`NOT is_estimated AND ${usage}`)} AS "otherUsd", ${usd(Prisma.sql`NOT ${usage}`)} AS "adjustmentsUsd"
    FROM cost_report_lines WHERE report_id = ${reportId}::uuid GROUP BY ${tags}`;
  return z.array(billedSchema).parse(rows);
}

const usageSchema = z.object({
  service: z.string(),
  usageType: z.string(),
  lineType: z.string(),
  isEstimated: z.boolean(),
  amount: z.number(),
  billedUsd: z.number(),
  untaggedUsd: z.number(),
});

/** What a bill is made of, the dearest first. */
export async function readUsage(ctx: OperatorContext, reportId: string | null): Promise<BilledUsage[]> {
  if (reportId === null) return [];
  const rows = await ctx.db.operator.$queryRaw`
    SELECT service, usage_type AS "usageType", line_type AS "lineType", is_estimated AS "isEstimated",
      sum(usage_amount) AS amount, ${usd(Prisma.sql`true`)} AS "billedUsd", ${usd(Prisma.sql`tenant_tag = ''`)} AS "untaggedUsd"
    FROM cost_report_lines WHERE report_id = ${reportId}::uuid
    GROUP BY 1, 2, 3, 4 ORDER BY abs(sum(cost_pico_usd)) DESC LIMIT ${mostUsage}`;
  return z
    .array(usageSchema)
    .parse(rows)
    .map((row) => ({ ...row, key: [row.service, row.usageType, row.lineType].join(" ") }));
}
