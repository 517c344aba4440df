import { AppError } from "@annex/contract";
import type { z } from "zod";

/** @throws AppError `invalid_request` that names every wrong field; its message is the first one's. */
export function parse<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  throw new AppError("invalid_request", errors[0]?.message ?? "The request is not right.", { errors });
}
