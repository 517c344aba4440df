import { AppError } from "@annex/contract";
import type { z } from "zod";

/** The two parts of a cursor. @throws AppError `invalid_request` for one that no page gave. */
export function readCursor<T extends z.ZodType>(schema: T, cursor: string): z.output<T> {
  const parsed = schema.safeParse(Buffer.from(cursor, "base64url").toString().split(" "));
  if (parsed.success) return parsed.data;
  const message = "The list does not go on from there. Load it from the beginning.";
  throw new AppError("invalid_request", message, { errors: [{ path: "cursor", message }] });
}
