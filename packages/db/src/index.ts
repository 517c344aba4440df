export { createDb, type Db, type DbOptions, type TenantDb, type Tx } from "./create-db.ts";
export { type KeptPostgres, keepEmbeddedPostgres } from "./embedded/keep-embedded-postgres.ts";
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./embedded/start-embedded-postgres.ts";
export * from "./generated/client.ts";
export { isDatabaseAway } from "./is-database-away.ts";
export { type Listener, type ListenOptions, listen } from "./listen.ts";
export { createDatabase } from "./migrate/create-database.ts";
export { type MigrateOptions, migrate, urlForRole } from "./migrate/migrate.ts";
export { type JobQueue, jobQueues } from "./migrate/migrate-jobs.ts";
export { orDatabaseAway } from "./or-database-away.ts";
export { readCursor, readTimeCursor, type TimePage, timePage, toCursor } from "./time-page.ts";
export { toldToCaller } from "./told-to-caller.ts";
export type { PlainStatement } from "./write-plainly.ts";
