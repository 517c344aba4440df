import { z } from "zod";
import {
  costComparisonQuerySchema,
  costComparisonSchema,
  costReportSchema,
  importCostReportSchema,
} from "../cost-reports.ts";
import { periodComparisonSchema, periodQuerySchema } from "../period-comparison.ts";
import { type PortalRule, rule } from "./rule.ts";

const operator = { role: "operator", scope: null } as const;

/** What is laid side by side: AWS's bill and the platform's estimate, two periods of a tenant. */
export const comparisonRules: readonly PortalRule[] = [
  rule("GET /operator/cost-comparison", "Compare the estimate of a month with what AWS bills", {
    ...{ ...operator, query: costComparisonQuerySchema, answer: costComparisonSchema },
  }),
  rule("GET /operator/cost-reports", "List imported cost-and-usage reports, newest month first", {
    ...{ ...operator, answer: z.array(costReportSchema) },
  }),
  rule("POST /operator/cost-reports", "Import a cost-and-usage report: CSV or CSV.gz, of one month", {
    ...{ ...operator, takes: "application/octet-stream", query: importCostReportSchema },
    ...{ answer: costReportSchema, status: 201 },
  }),
  rule("DELETE /operator/cost-reports/{id}", "Delete an imported report", { ...operator, answer: null }),
  rule("GET /operator/tenants/{id}/periods", "Compare two periods of a tenant, as a whole and by function", {
    ...{ ...operator, query: periodQuerySchema, answer: periodComparisonSchema },
  }),
];
