import { z } from "zod";
import { recordSchema } from "./data-plane.ts";
import { recordVersionSchema } from "./integers.ts";
import { jsonSchema } from "./json.ts";

/** How a field is compared: equal, not equal, greater, greater or equal, less, less or equal, begins with. */
export const filterOperatorSchema = z.enum(["eq", "ne", "gt", "gte", "lt", "lte", "prefix"]);
export type FilterOperator = z.infer<typeof filterOperatorSchema>;

const filterSchema = z
  .string()
  .max(500)
  .regex(/^[a-zA-Z][\w.]*:(?:eq|ne|gt|gte|lt|lte|prefix):/, "A filter is written field:operator:value: total:gte:100");

/** Query of `GET /v1/records/{type}`. Filters hold all together; `sort` is one field, `-total` from the greatest on. */
export const recordQuerySchema = z.object({
  filter: z
    .preprocess((value) => (typeof value === "string" ? [value] : value), z.array(filterSchema).max(10))
    .default([]),
  sort: z
    .string()
    .max(100)
    .regex(/^-?[a-zA-Z][\w.]*$/, "A sort is a field's name: total or -total")
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** `nextCursor` of the page before, with the same filters and sort. */
  cursor: z.string().max(1000).optional(),
});
export type RecordQuery = z.infer<typeof recordQuerySchema>;

const dataSchema = z.record(z.string(), jsonSchema);

/** One change of a bulk request. `version`: only if the record still has it. */
export const recordChangeSchema = z.discriminatedUnion("operation", [
  z.object({ operation: z.literal("create"), data: dataSchema }),
  z.object({ operation: z.literal("update"), id: z.uuid(), data: dataSchema, version: recordVersionSchema.optional() }),
  z.object({ operation: z.literal("delete"), id: z.uuid(), version: recordVersionSchema.optional() }),
]);
export type RecordChange = z.infer<typeof recordChangeSchema>;

/** `POST /v1/records/{type}/bulk`: all of the changes, or none. */
export const bulkRecordsSchema = z.object({ changes: z.array(recordChangeSchema).min(1).max(500) });
export type BulkRecords = z.infer<typeof bulkRecordsSchema>;

/** The records as they are then, in the order of the changes; null for a deleted one. */
export const bulkAnswerSchema = z.object({ records: z.array(recordSchema.nullable()) });
export type BulkAnswer = z.infer<typeof bulkAnswerSchema>;
