import { AppError } from "@annex/contract";

/** @throws AppError `invalid_request` that names each field that the record type does not have. */
export function checkFields(known: readonly string[], named: readonly string[], path: string): void {
  const errors = named
    .filter((field) => !known.includes(field))
    .map((field) => ({ path, message: `The record type has no field ${field}.` }));
  const [first] = errors;
  if (first) throw new AppError("invalid_request", first.message, { errors });
}
