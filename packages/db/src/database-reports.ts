import { z } from "zod";

/** What one of the errors that wrap each other says of itself; what it does not say is empty. */
interface DatabaseReport {
  readonly code: string;
  readonly originalCode: string;
  readonly kind: string;
  readonly message: string;
}

const errorSchema = z.looseObject({
  code: z.string().optional().catch(undefined),
  originalCode: z.string().optional().catch(undefined),
  kind: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
});
const deepest = 6;

/** What a failure says, and each of its causes, as Prisma and its adapter wrap what the driver threw. */
export function databaseReports(error: unknown, depth = 0): DatabaseReport[] {
  if (typeof error !== "object" || error === null || depth > deepest) return [];
  if (error instanceof TypeError) return []; // of `fetch`: another service is away
  const { code = "", originalCode = "", kind = "", message = "", ...rest } = errorSchema.parse(told(error));
  const inner = [rest.cause, rest.meta, rest.driverAdapterError];
  return [{ code, originalCode, kind, message }, ...inner.flatMap((each) => databaseReports(each, depth + 1))];
}

/** `message` and `cause` of an Error are no enumerable properties of its. */
function told(error: object): object {
  return error instanceof Error ? { ...error, message: error.message, cause: error.cause } : error;
}
