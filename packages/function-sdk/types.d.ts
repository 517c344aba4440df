// What the editor knows of the SDK. Kept equal to src/index.ts by types.test.ts.
declare module "@annex/function-sdk" {
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

  /** Records of your tenant. Each call throws PlatformError where the platform refuses or cannot be reached. */
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
    bulk(type: string, changes: readonly RecordChange[]): Promise<(PlatformRecord | null)[]>;
  }

  /** The platform's API, as your tenant. */
  export interface PlatformClient {
    readonly records: RecordsClient;
  }

  /** OAuth2 client credentials, as the field mapping hands them in. */
  export interface OAuth2Credential {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly tokenUrl: string;
    readonly apiUrl: string;
    readonly scope: string;
  }

  /**
   * A client of the platform's API for an OAuth2 credential that the field mapping hands in. Tokens are fetched when
   * needed and kept while the execution environment is warm, so it may be called in each invocation.
   */
  export function createPlatformClient(credential: OAuth2Credential): PlatformClient;

  /** The part of Lambda's context that the SDK reads; pass the handler's second argument. */
  export interface InvocationContext {
    readonly awsRequestId?: string;
    readonly clientContext?: unknown;
  }

  /** What ties an invocation's calls and log lines together. */
  export interface Trace {
    readonly correlationId: string | undefined;
    /** How many functions called each other so far. */
    readonly hops: number;
    readonly requestId: string | undefined;
    /** W3C Trace Context of the invocation. */
    readonly traceparent: string | undefined;
  }

  /**
   * Remembers the current invocation, so that the platform client passes its correlation ID and hop counter on.
   * Call it first in the handler: `withContext(context)`.
   */
  export function withContext(context: InvocationContext): Trace;

  /** Writes one JSON line per call; `fields` are added to it. Never log secrets. */
  export interface Logger {
    debug(message: string, fields?: Readonly<Record<string, unknown>>): void;
    info(message: string, fields?: Readonly<Record<string, unknown>>): void;
    warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
    error(message: string, fields?: Readonly<Record<string, unknown>>): void;
  }

  /** A structured logger of one invocation: each line is JSON with level, message, correlation ID and request ID. */
  export function logger(context: InvocationContext): Logger;

  /** What a streaming handler is: each text or bytes that it yields is sent at once. */
  export type StreamingHandler<Event> = (
    event: Event,
    context: InvocationContext,
  ) => AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

  /**
   * A handler whose answer is sent while it is made: `export const handler = streaming(async function* (event) { … })`.
   * It goes on when the reader can take more. Where nothing streams, as in a test run, the answer is the whole text.
   */
  export function streaming<Event = Record<string, unknown>>(
    handler: StreamingHandler<Event>,
  ): (event: Event, context: InvocationContext) => Promise<unknown>;

  /** The platform refused a call or could not be reached. `code` is stable (`not_found`, `forbidden`, `unavailable`…). */
  export class PlatformError extends Error {
    constructor(
      message: string,
      options: {
        readonly status: number;
        readonly code: string;
        readonly correlationId?: string | undefined;
        readonly cause?: unknown;
      },
    );
    override readonly name: "PlatformError";
    /** HTTP status; 0 where there was no answer. */
    readonly status: number;
    readonly code: string;
    readonly correlationId: string | undefined;
  }
}
