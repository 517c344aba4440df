import { z } from "zod";
import { metricsTotalsSchema } from "./operations.ts";

const longestDays = 366;
const dayMs = 86_400_000;

const daySchema = z.iso.date("A day is written like 2026-11-26.");

/** Two periods of whole days (UTC), the last day of each included. */
export const periodQuerySchema = z
  .object({ from: daySchema, to: daySchema, otherFrom: daySchema, otherTo: daySchema })
  .superRefine(({ from, to, otherFrom, otherTo }, ctx) => {
    for (const [first, last, path] of [
      [from, to, "to"],
      [otherFrom, otherTo, "otherTo"],
    ] as const) {
      const days = (Date.parse(last) - Date.parse(first)) / dayMs + 1;
      if (days < 1) ctx.addIssue({ code: "custom", path: [path], message: "A period ends on or after its first day." });
      if (days > longestDays)
        ctx.addIssue({ code: "custom", path: [path], message: `A period has at most ${longestDays} days.` });
    }
  });
export type PeriodQuery = z.infer<typeof periodQuerySchema>;

/** A period's sums. */
export const periodTotalsSchema = z.object({
  from: z.string(),
  to: z.string(),
  days: z.number().int(),
  totals: metricsTotalsSchema,
});

/** One tenant's two periods, as a whole and by function. */
export const periodComparisonSchema = z.object({
  period: periodTotalsSchema,
  other: periodTotalsSchema,
  /** What ran in either, the most invoked first. The name is null of a function that is gone. */
  functions: z.array(
    z.object({
      functionId: z.string(),
      name: z.string().nullable(),
      totals: metricsTotalsSchema,
      otherTotals: metricsTotalsSchema,
    }),
  ),
});
export type PeriodComparison = z.infer<typeof periodComparisonSchema>;
