import { z } from "zod";
import { type PlatformRecord, recordSchema, type WriteRecord } from "../data-plane.ts";
import { pageSchema } from "../operations.ts";
import { bulkAnswerSchema, type FilterOperator, type RecordChange } from "../record-queries.ts";
import { dataPlaneRoutes } from "../routes.ts";

/** The fields of a record, without the type's prefix: `{ total: 1200 }`. */
export type RecordData = WriteRecord["data"];

/** What a field is compared with; a date is an ISO 8601 text. */
export type FilterValue = string | number | boolean;

/** What a field has to be: a value, or comparisons that hold all together: `{ gte: 1000, lt: 5000 }`. */
export type FieldFilter = FilterValue | { readonly [operator in FilterOperator]?: FilterValue };

/** By names of fields; all of them hold together, ten comparisons at most. */
export type RecordFilter = Readonly<Record<string, FieldFilter>>;

export interface RecordSelection {
  readonly filter?: RecordFilter;
  /** A field's name, `-total` from the greatest on. Records without the field come last. */
  readonly sort?: string;
}

export interface ListRecords extends RecordSelection {
  /** 1 to 200; 50 without it. */
  readonly limit?: number;
  /** `nextCursor` of the page before, with the same filter and sort. */
  readonly cursor?: string;
}

export interface RecordPage {
  readonly items: readonly PlatformRecord[];
  /** Null at the end. */
  readonly nextCursor: string | null;
}

export interface WriteOptions {
  /** Only if the record still has this version (the `version` that was read); else AppError `conflict`. */
  readonly version?: number;
}

/** Records of the client's tenant. What the platform refuses is thrown as AppError. */
export interface RecordsClient {
  get(type: string, id: string): Promise<PlatformRecord>;
  list(type: string, options?: ListRecords): Promise<RecordPage>;
  /** Every record of the selection, page after page, fetched as they are read. */
  all(type: string, selection?: RecordSelection): AsyncIterable<PlatformRecord>;
  create(type: string, data: RecordData): Promise<PlatformRecord>;
  /** Sets the given fields and leaves the others. */
  update(type: string, id: string, data: RecordData, options?: WriteOptions): Promise<PlatformRecord>;
  delete(type: string, id: string, options?: WriteOptions): Promise<void>;
  /** All of the changes or none, at most 500: the records as they are then, null for a deleted one. */
  bulk(type: string, changes: readonly RecordChange[]): Promise<readonly (PlatformRecord | null)[]>;
}

/** How the client's requests are sent. */
export type SendRequest = <T extends z.ZodType>(request: {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: unknown;
  readonly ifMatch?: string;
  readonly answer: T;
}) => Promise<z.output<T>>;

const largestPage = 200;

function queryOf({ filter = {}, sort, limit, cursor }: ListRecords): string {
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

/** RFC 9110, 13.1.1: the entity tag of a record is its version. */
const condition = ({ version }: WriteOptions = {}) => (version === undefined ? {} : { ifMatch: `"${version}"` });

export function createRecords(send: SendRequest): RecordsClient {
  const { records, record, bulkRecords } = dataPlaneRoutes;
  const list = (type: string, options: ListRecords = {}) =>
    send({ method: "GET", path: `${records(type)}${queryOf(options)}`, answer: pageSchema(recordSchema) });

  async function* all(type: string, selection: RecordSelection = {}) {
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const position = cursor === undefined ? {} : { cursor };
      const page: RecordPage = await list(type, { ...selection, limit: largestPage, ...position });
      yield* page.items;
      cursor = page.nextCursor;
    }
  }
  return {
    get: (type, id) => send({ method: "GET", path: record(type, id), answer: recordSchema }),
    list,
    all,
    create: (type, data) => send({ method: "POST", path: records(type), body: { data }, answer: recordSchema }),
    update: (type, id, data, how) =>
      send({ method: "PATCH", path: record(type, id), body: { data }, ...condition(how), answer: recordSchema }),
    delete: (type, id, how) =>
      send({ method: "DELETE", path: record(type, id), ...condition(how), answer: z.undefined() }),
    async bulk(type, changes) {
      const answer = bulkAnswerSchema;
      return (await send({ method: "POST", path: bulkRecords(type), body: { changes }, answer })).records;
    },
  };
}
