import { databaseReports } from "./database-reports.ts";

/** What the driver and Prisma say where PostgreSQL cannot be reached, ends, starts or has no connection left. */
const codes = new Set([
  ...["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE"],
  ...["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2028", "P2037"],
]);
/** Of a driver adapter's error. */
const kinds = new Set([
  ...["DatabaseNotReachable", "ConnectionClosed", "SocketTimeout", "TooManyConnections", "TlsConnectionError"],
]);
/** Classes 08 (connection), 53 (resources), 57P (an operator's intervention), 58 (system) of SQLSTATE. */
const states = /^(?:08|53|57P|58)/;
/** pg throws these without a code. */
const messages =
  /Connection terminated|connection timeout|timeout exceeded when trying to connect|Query read timeout|not queryable/i;

/**
 * Whether a failure is the database's being away, and not a fault of the statement or of our code: then trying again
 * later makes sense. It looks through the causes, as Prisma and its adapter wrap what the driver threw.
 */
export function isDatabaseAway(error: unknown): boolean {
  return databaseReports(error).some(
    ({ code, originalCode, kind, message }) =>
      codes.has(code) || kinds.has(kind) || states.test(code) || states.test(originalCode) || messages.test(message),
  );
}
