import { AppError } from "@annex/contract";
import type { z } from "zod";

const longestName = 80;

/** The name of a function or an extension point in a path. @throws AppError `invalid_request` for one that nothing has. */
export function checkName(name: string): void {
  if (name.length > longestName)
    throw new AppError("invalid_request", `The request is not right: a name has at most ${longestName} characters.`);
}

/** Unknown input as a typed value. @throws AppError `invalid_request` that names each wrong field. */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const first = errors[0];
  throw new AppError("invalid_request", `The request is not right: ${first?.path || "body"}: ${first?.message}`, {
    errors,
  });
}
