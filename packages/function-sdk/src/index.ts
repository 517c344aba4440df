export { type InvocationContext, type Trace, withContext } from "./invocation-context.ts";
export { type Logger, logger } from "./logger.ts";
export { createPlatformClient, type PlatformClient, type RecordsClient } from "./platform-client.ts";
export { PlatformError } from "./platform-error.ts";
export type {
  FieldFilter,
  FilterOperator,
  FilterValue,
  Json,
  ListRecords,
  PlatformRecord,
  RecordChange,
  RecordData,
  RecordPage,
  RecordSelection,
  WriteOptions,
} from "./records.ts";
export { type StreamingHandler, streaming } from "./streaming.ts";
export type { OAuth2Credential } from "./token-source.ts";
