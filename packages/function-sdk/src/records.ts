import { PlatformError, propertyOf, textOf } from "./platform-error.ts";

/** Any JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** The fields of a record, without the type's prefix: `{ total: 1200 }`. */
export type RecordData = { [field: string]: Json };

/** A record of your tenant. */
export interface PlatformRecord {
  readonly id: string;
  readonly type: string;
  readonly data: RecordData;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A page of records; `nextCursor` is null at the end. */
export interface RecordPage {
  readonly items: PlatformRecord[];
  readonly nextCursor: string | null;
}

/** What a field is compared with; a date is an ISO 8601 text. */
export type FilterValue = string | number | boolean;

/** Equal, not equal, greater, greater or equal, less, less or equal, begins with. */
export type FilterOperator = "eq" | "ne" | "gt" | "gte" | "lt" | "lte" | "prefix";

/** What a field has to be: a value, or comparisons that hold all together: `{ gte: 1000, lt: 5000 }`. */
export type FieldFilter = FilterValue | { readonly [operator in FilterOperator]?: FilterValue };

/** Which records, and in which order. */
export interface RecordSelection {
  /** By names of fields; all of them hold together, ten comparisons at most. */
  readonly filter?: Readonly<Record<string, FieldFilter>>;
  /** A field's name, `-total` from the greatest on. Records without the field come last. */
  readonly sort?: string;
}

export interface ListRecords extends RecordSelection {
  /** 1 to 200; 50 without it. */
  readonly limit?: number;
  /** `nextCursor` of the page before, with the same filter and sort. */
  readonly cursor?: string;
}

export interface WriteOptions {
  /** Only if the record still has this version (the `version` that was read); else PlatformError `conflict`. */
  readonly version?: number;
}

/** One change of many. `version`: only if the record still has it. */
export type RecordChange =
  | { readonly operation: "create"; readonly data: RecordData }
  | { readonly operation: "update"; readonly id: string; readonly data: RecordData; readonly version?: number }
  | { readonly operation: "delete"; readonly id: string; readonly version?: number };

/** Parses a record of the platform API. Throws PlatformError `upstream_failed` for anything else. */
export function parseRecord(body: unknown): PlatformRecord {
  const [id, type, createdAt, updatedAt] = ["id", "type", "createdAt", "updatedAt"].map((name) => textOf(body, name));
  const data = propertyOf(body, "data");
  const version = propertyOf(body, "version");
  if (id === undefined || type === undefined || createdAt === undefined || updatedAt === undefined) throw notOurs();
  if (typeof version !== "number" || !isRecordData(data)) throw notOurs();
  return { id, type, data, version, createdAt, updatedAt };
}

/** Parses a page of records. Throws PlatformError `upstream_failed` for anything else. */
export function parsePage(body: unknown): RecordPage {
  const items = propertyOf(body, "items");
  if (!Array.isArray(items)) throw notOurs();
  return { items: items.map(parseRecord), nextCursor: textOf(body, "nextCursor") ?? null };
}

/** Parses what a bulk request answers. Throws PlatformError `upstream_failed` for anything else. */
export function parseBulk(body: unknown): (PlatformRecord | null)[] {
  const records = propertyOf(body, "records");
  if (!Array.isArray(records)) throw notOurs();
  return records.map((record) => (record === null ? null : parseRecord(record)));
}

/** A selection as the query of the records' list; empty, or with its question mark. */
export function queryOf({ filter = {}, sort, limit, cursor }: ListRecords): string {
  const query = new URLSearchParams();
  for (const [name, wanted] of Object.entries(filter)) {
    const comparisons = typeof wanted === "object" ? wanted : { eq: wanted };
    for (const [operator, value] of Object.entries(comparisons))
      if (value !== undefined) query.append("filter", `${name}:${operator}:${value}`);
  }
  if (sort !== undefined) query.set("sort", sort);
  if (limit !== undefined) query.set("limit", String(limit));
  if (cursor !== undefined) query.set("cursor", cursor);
  return query.size === 0 ? "" : `?${query}`;
}

/** What came out of JSON and is an object holds JSON. */
function isRecordData(value: unknown): value is RecordData {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function notOurs(): PlatformError {
  return new PlatformError("The platform answered in a form that this SDK does not know.", {
    status: 200,
    code: "upstream_failed",
  });
}
