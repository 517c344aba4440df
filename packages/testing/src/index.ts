export { type FreshDatabase, freshDatabase, seedCell, seedTenant } from "@annex/db/testing";
