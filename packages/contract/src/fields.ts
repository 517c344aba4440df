import { z } from "zod";
import { jsonSchema } from "./json.ts";

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
export const fieldValuesSchema = z.record(z.string().max(200), jsonSchema);
export type FieldValues = z.infer<typeof fieldValuesSchema>;

export const recordTypeKeySchema = z
  .string()
  .regex(/^[a-z][a-z0-9]{1,39}$/, "A key is 2 to 40 lower-case letters and digits, like invoice");

export const recordTypeSchema = z.object({
  key: recordTypeKeySchema,
  name: z.string(),
  fields: z.array(fieldSchema),
  /** Of its fields: one more with each change. */
  version: z.number().int(),
});
export type RecordType = z.infer<typeof recordTypeSchema>;

const recordFieldsSchema = z.array(fieldSchema).min(1, "A record type has at least one field.").max(200);

interface Shape {
  readonly key: string;
  readonly fields: readonly Field[];
}

const unsafeNames = new Set(["constructor", "prototype"]);

/** Each field of this type, there once, and none within another. */
function checkShape({ value, issues }: z.core.ParsePayload<Shape>): void {
  const paths = value.fields.map(({ path }) => path);
  const wrong = (path: string, index: number): string | undefined => {
    if (!path.startsWith(`${value.key}.`)) return `A field of this type begins with ${value.key}.`;
    if (path.split(".").some((name) => unsafeNames.has(name))) return "constructor and prototype are no field names.";
    if (paths.indexOf(path) < index) return `There are two fields ${path}.`;
    const outer = paths.find((other) => path.startsWith(`${other}.`));
    return outer === undefined ? undefined : `It lies within the field ${outer}. Remove one of the two.`;
  };
  paths.forEach((path, index) => {
    const message = wrong(path, index);
    if (message) issues.push({ code: "custom", path: ["fields", index, "path"], message, input: path });
  });
}

export const createRecordTypeSchema = z
  .object({ key: recordTypeKeySchema, name: z.string().trim().min(1).max(80), fields: recordFieldsSchema })
  .check(checkShape);
export type CreateRecordType = z.infer<typeof createRecordTypeSchema>;

/** A record type as it shall be; its key stays. */
export const updateRecordTypeSchema = z.object({
  name: z.string().trim().min(1).max(80),
  fields: recordFieldsSchema,
  /** The version that the change started from; another one in the database is a conflict. */
  version: z.number().int().min(1),
});
export type UpdateRecordType = z.infer<typeof updateRecordTypeSchema>;

/** The change of a record type by its key, with what a whole one must fulfil. */
export const changedRecordTypeSchema = updateRecordTypeSchema.extend({ key: recordTypeKeySchema }).check(checkShape);

/** A record type with how much hangs on it. */
export const recordTypeUseSchema = recordTypeSchema.extend({
  /** Records of every tenant. */
  records: z.number().int(),
  /** Keys of the extension points that hand over its fields. */
  extensionPoints: z.array(z.string()),
});
export type RecordTypeUse = z.infer<typeof recordTypeUseSchema>;

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
