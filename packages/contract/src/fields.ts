import { z } from "zod";

/** The types a field of a record can have. `date` is an ISO 8601 text, `json` anything JSON. */
export const fieldTypeSchema = z.enum(["string", "number", "integer", "boolean", "date", "json"]);
export type FieldType = z.infer<typeof fieldTypeSchema>;

/** `invoice.total`: the record type's key, then names, joined by dots. */
export const fieldPathSchema = z
  .string()
  .max(200)
  .regex(/^[a-z][A-Za-z0-9]*(\.[a-zA-Z][A-Za-z0-9]*)+$/, "A field is written like invoice.total");

export const fieldSchema = z.object({
  path: fieldPathSchema,
  type: fieldTypeSchema,
  label: z.string().max(120),
  required: z.boolean().default(false),
});
export type Field = z.infer<typeof fieldSchema>;

/** Values of fields by path: `{ "invoice.total": 1200 }`. */
export const fieldValuesSchema = z.record(z.string().max(200), z.json());
export type FieldValues = z.infer<typeof fieldValuesSchema>;

export const recordTypeSchema = z.object({
  key: z.string().regex(/^[a-z][a-z0-9]{1,39}$/),
  name: z.string(),
  fields: z.array(fieldSchema),
});
export type RecordType = z.infer<typeof recordTypeSchema>;

export const extensionPointKeySchema = z
  .string()
  .max(80)
  .regex(/^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+$/, "A key is written like invoice.submitted");

/** A place in the product where tenant code may run, with its contract spelled out. */
export const extensionPointSchema = z.object({
  id: z.string(),
  key: extensionPointKeySchema,
  name: z.string().min(1).max(80),
  description: z.string().max(500),
  recordTypeKey: z.string(),
  /** What a function may read, then what it may set: fields of the record type. */
  inputs: z.array(fieldSchema),
  outputs: z.array(fieldSchema),
  timeoutMs: z.number().int().min(100).max(60_000),
  /** When a function fails: `open` goes on without its fields, `closed` fails the call. */
  failureMode: z.enum(["open", "closed"]),
  /** Of this contract. */
  version: z.number().int(),
});
export type ExtensionPoint = z.infer<typeof extensionPointSchema>;

export const createExtensionPointSchema = z.object({
  key: extensionPointKeySchema,
  name: z.string().min(1).max(80),
  description: z.string().max(500).default(""),
  recordTypeKey: z.string(),
  inputFields: z.array(fieldPathSchema).min(1).max(200),
  outputFields: z.array(fieldPathSchema).max(200),
  timeoutMs: z.number().int().min(100).max(60_000),
  failureMode: z.enum(["open", "closed"]),
});
export type CreateExtensionPoint = z.infer<typeof createExtensionPointSchema>;
