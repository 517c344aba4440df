export {
  type AcceptOptions,
  type AnnexClient,
  type CallOptions,
  type ClientOptions,
  createClient,
} from "./create-client.ts";
