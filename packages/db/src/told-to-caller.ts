import { orDatabaseAway } from "./or-database-away.ts";
import { orUnstorable } from "./or-unstorable.ts";

/** A failure of the database's as a caller is told it, where an error becomes an answer; any other stays what it is. */
export function toldToCaller(error: unknown): unknown {
  return orUnstorable(orDatabaseAway(error));
}
