export {
  type AcceptOptions,
  type AnnexClient,
  type CallOptions,
  type ClientOptions,
  createClient,
  type StreamOptions,
  type TellingEvent,
} from "./create-client.ts";
export type {
  FieldFilter,
  FilterValue,
  ListRecords,
  RecordData,
  RecordFilter,
  RecordPage,
  RecordSelection,
  RecordsClient,
  WriteOptions,
} from "./records.ts";
