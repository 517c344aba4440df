export { type FreshDatabase, freshDatabase } from "./fresh-database.ts";
export { seedCell, seedTenant } from "./seed-tenant.ts";
