export { type FreshDatabase, freshDatabase, seedCell, seedTenant } from "@annex/db/testing";
export { startEngine, type TestEngine } from "./start-engine.ts";
