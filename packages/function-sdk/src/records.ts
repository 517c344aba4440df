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
