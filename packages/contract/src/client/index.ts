export {
  type AcceptOptions,
  type AnnexClient,
  type CallOptions,
  type ClientOptions,
  createClient,
  type StreamOptions,
  type TellingEvent,
} from "./create-client.ts";
