import {
  AppError,
  type Field,
  type FilterOperator,
  filterOperatorSchema,
  jsonSchema,
  type RecordQuery,
} from "@annex/contract";
import { Prisma, type Tx } from "@annex/db";
import { checkFieldValues } from "@annex/field-mapping";
import { z } from "zod";

type Json = z.core.util.JSONType;

interface Filter {
  readonly name: string;
  readonly operator: FilterOperator;
  readonly value: Json;
}

const cursorSchema = z.object({ id: z.uuid(), key: jsonSchema });

const wrong = (path: string, message: string) =>
  new AppError("invalid_request", message, { errors: [{ path, message }] });

/** @throws AppError `invalid_request` for a field that the type lacks, or that has no order. */
function fieldNamed(type: string, fields: readonly Field[], name: string, path: string): Field {
  const field = fields.find((known) => known.path === `${type}.${name}`);
  if (!field) throw wrong(path, `There is no field ${type}.${name}.`);
  if (field.type === "json") throw wrong(path, `${field.path} holds JSON: it has no order.`);
  return field;
}

function literalOf(field: Field, text: string): Json {
  if (field.type === "string" || field.type === "date") return text;
  try {
    return jsonSchema.parse(JSON.parse(text));
  } catch {
    return text; // told as of the wrong type
  }
}

/** `total:gte:100` by the type's fields. @throws AppError `invalid_request` that names the filter. */
function filterOf(type: string, fields: readonly Field[], text: string, index: number): Filter {
  const path = `filter.${index}`;
  const [, name = "", word = "", given = ""] = /^([^:]+):([^:]+):(.*)$/s.exec(text) ?? [];
  const field = fieldNamed(type, fields, name, path);
  const operator = filterOperatorSchema.parse(word);
  const value = literalOf(field, given);
  const isText = field.type === "string" || field.type === "date";
  if (operator === "prefix" && !isText) throw wrong(path, `${field.path} is no text: it begins with nothing.`);
  // what a date begins with is no date
  const asked = operator === "prefix" ? { ...field, type: "string" as const } : field;
  const [error] = checkFieldValues({ [field.path]: value }, [asked]);
  if (error) throw wrong(path, error.message);
  return { name, operator, value };
}

const json = (value: Json) => Prisma.sql`${JSON.stringify(value)}::jsonb`;
const valueAt = (name: string) => Prisma.sql`data->${name}`;
const keyAt = (name: string) => Prisma.sql`annex_sort_key(data->${Prisma.raw(`'${name}'`)})`;

/** The index finds by the key; the value decides, where a text is longer than its key. */
function condition({ name, operator, value }: Filter): Prisma.Sql {
  const [key, at, given] = [keyAt(name), valueAt(name), json(value)];
  const wanted = Prisma.sql`annex_sort_key(${given})`;
  switch (operator) {
    case "eq":
      return Prisma.sql`${key} = ${wanted} AND ${at} = ${given}`;
    case "ne":
      return Prisma.sql`${at} IS DISTINCT FROM ${given}`;
    case "gt":
      return Prisma.sql`${key} >= ${wanted} AND ${at} > ${given}`;
    case "gte":
      return Prisma.sql`${key} >= ${wanted} AND ${at} >= ${given}`;
    case "lt":
      return Prisma.sql`${key} <= ${wanted} AND ${at} < ${given}`;
    case "lte":
      return Prisma.sql`${key} <= ${wanted} AND ${at} <= ${given}`;
    case "prefix":
      return Prisma.sql`starts_with(${at} #>> '{}', ${String(value)})`;
  }
}

function readCursor(cursor: string | undefined): z.infer<typeof cursorSchema> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    throw wrong("cursor", "The cursor is not one of ours. Begin again without it.");
  }
}

interface ListedRow {
  readonly id: string;
  readonly data: unknown;
  readonly version: number;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly key: unknown;
}

export interface ListedRecords {
  readonly rows: readonly ListedRow[];
  readonly nextCursor: string | null;
}

/**
 * A page of the tenant's records of a type, filtered and sorted by fields of its schema, by indexes that the type came
 * with (migration `record_indexes`). Records without the field come last. Names of fields are the schema's own, which
 * `fieldNamed` has looked up: nothing of the caller's is ever part of a statement but as a parameter.
 */
export async function listRecords(
  tx: Tx,
  { type, fields, query }: { type: string; fields: readonly Field[]; query: RecordQuery },
): Promise<ListedRecords> {
  const filters = query.filter.map((text, index) => filterOf(type, fields, text, index));
  const isDescending = query.sort?.startsWith("-") ?? false;
  const sort = query.sort?.replace("-", "");
  if (sort !== undefined) fieldNamed(type, fields, sort, "sort");
  const cursor = readCursor(query.cursor);
  const conditions = [Prisma.sql`type_key = ${Prisma.raw(`'${type}'`)}`, ...filters.map(condition)];
  const key = sort === undefined ? Prisma.sql`NULL::jsonb` : keyAt(sort);
  if (cursor) conditions.push(after(cursor, sort, isDescending));
  const direction = isDescending ? Prisma.sql`DESC NULLS LAST` : Prisma.sql`ASC NULLS LAST`;
  const order = sort === undefined ? Prisma.sql`id` : Prisma.sql`${key} ${direction}, id`;
  const rows = await tx.$queryRaw<ListedRow[]>`
    SELECT id, data, version, created_at, updated_at, ${key} AS key FROM records
    WHERE ${Prisma.join(conditions, " AND ")} ORDER BY ${order} LIMIT ${query.limit + 1}`;
  const page = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? page.at(-1) : undefined;
  const told = last && { id: last.id, key: last.key ?? null };
  return { rows: page, nextCursor: told ? Buffer.from(JSON.stringify(told)).toString("base64url") : null };
}

/** What comes behind the last row of the page before, in the list's order. */
function after({ id, key: last }: z.infer<typeof cursorSchema>, sort: string | undefined, isDescending: boolean) {
  if (sort === undefined) return Prisma.sql`id > ${id}::uuid`;
  const key = keyAt(sort);
  if (last === null) return Prisma.sql`(${key} IS NULL AND id > ${id}::uuid)`;
  const given = json(last);
  const beyond = isDescending ? Prisma.sql`${key} < ${given}` : Prisma.sql`${key} > ${given}`;
  return Prisma.sql`(${beyond} OR ${key} IS NULL OR (${key} = ${given} AND id > ${id}::uuid))`;
}
