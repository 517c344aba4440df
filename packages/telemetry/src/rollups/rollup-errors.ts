import { Prisma } from "@annex/db";

/** What went wrong in a row of `rollups`, of every class: as SQL. */
export const rollupErrors = Prisma.sql`user_errors + platform_errors + throttles + configuration_errors + timeouts + out_of_memory`;
