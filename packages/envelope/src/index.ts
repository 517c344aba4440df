export { type CallSecret, callSecretTag, makeCallSecret, readCallSecret } from "./call-secret.ts";
export { credentialContext } from "./credential-context.ts";
export { type MasterKey, parseMasterKey } from "./master-key.ts";
export { open, type Sealed, seal } from "./seal.ts";
