import { AppError } from "@annex/contract";
import { isDatabaseAway } from "./is-database-away.ts";

/** A new connection takes the place of a lost one at once; a database that starts again takes a little longer. */
const retryAfterSeconds = 2;

/**
 * A failure as a caller is told it: where the database is away it becomes `unavailable` with a time to try again, which
 * is no fault of the caller's nor of the request. Everything else stays what it is, ours (an AppError) too.
 */
export function orDatabaseAway(error: unknown): unknown {
  if (error instanceof AppError || !isDatabaseAway(error)) return error;
  return new AppError("unavailable", "The platform's database does not answer at the moment. Try again.", {
    cause: error,
    retryAfterSeconds,
  });
}
