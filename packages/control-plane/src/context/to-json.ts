import type { Prisma } from "@annex/db";

/** A value as a JSON column takes it: absent where it was undefined. */
export function toJson(value: unknown): Prisma.InputJsonValue {
  return JSON.parse(JSON.stringify(value));
}
