import { AppError } from "@annex/contract";
import { z } from "zod";

const cursorSchema = z.tuple([z.coerce.date(), z.uuid()]);

/** Where a page of a list by time ended: the time and ID of its last item, opaque to whoever carries it. */
export function timeCursor(at: string, id: string): string {
  return Buffer.from(`${at} ${id}`).toString("base64url");
}

/** @throws AppError `invalid_request` for what is no cursor of ours. */
export function readTimeCursor(cursor: string): { at: Date; id: string } {
  const parsed = cursorSchema.safeParse(Buffer.from(cursor, "base64url").toString().split(" "));
  if (!parsed.success)
    throw new AppError("invalid_request", "The list does not go on from there. Load it from the beginning.");
  const [at, id] = parsed.data;
  return { at, id };
}
