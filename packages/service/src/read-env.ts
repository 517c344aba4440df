import type { z } from "zod";

/**
 * Parses a service's environment variables.
 * @throws Error with one line for each variable that is missing or wrong.
 */
export function readEnv<T extends z.ZodType>(
  schema: T,
  environment: Readonly<Record<string, string | undefined>>,
): z.infer<T> {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join(".")}: ${message}`);
  throw new Error(`The environment variables are not right:\n${lines.join("\n")}`);
}
