import { AppError } from "@annex/contract";
import type { z } from "zod";

/**
 * Turns what came from outside into what `schema` says.
 * @throws AppError `invalid_request` that names every wrong field; its message is the first one's.
 */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
  const first = errors[0];
  const message = first ? `${first.path ? `${first.path}: ` : ""}${first.message}` : "The request is not right.";
  throw new AppError("invalid_request", message, { errors });
}
