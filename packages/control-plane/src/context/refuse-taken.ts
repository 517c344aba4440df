import { AppError } from "@annex/contract";
import { isUniqueViolation } from "./unique-violation.ts";

/** Tells that a name is taken, at its place. @throws AppError `conflict` where the database refused it; another error as it came. */
export function refuseTaken(error: unknown, path: string, message: string): never {
  if (!isUniqueViolation(error)) throw error;
  throw new AppError("conflict", message, { errors: [{ path, message }], cause: error });
}
