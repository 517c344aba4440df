export { freePort } from "@annex/db/free-port";
export { type FreshDatabase, freshDatabase, seedCell, seedTenant } from "@annex/db/testing";
export { listenLocally } from "./listen-locally.ts";
export { type DatabaseProxy, startDatabaseProxy } from "./start-database-proxy.ts";
export { startEngine, type TestEngine } from "./start-engine.ts";
