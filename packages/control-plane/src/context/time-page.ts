import { AppError } from "@annex/contract";
import { z } from "zod";

const cursorSchema = z.tuple([z.coerce.date(), z.uuid()]);

/** A page of a list by time, newest first. */
export interface TimePage<Item> {
  readonly items: Item[];
  /** Where the page ended: the time and ID of its last item, opaque to whoever carries it. Null at the list's end. */
  readonly nextCursor: string | null;
}

/** Cuts a page from what was found: one more than the page holds, where the list goes on. `timeOf` is what it is sorted by. */
export function timePage<Item extends { readonly id: string }>(
  found: readonly Item[],
  limit: number,
  timeOf: (item: Item) => string,
): TimePage<Item> {
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? Buffer.from(`${timeOf(last)} ${last.id}`).toString("base64url") : null };
}

/** @throws AppError `invalid_request` for what is no cursor of ours. */
export function readTimeCursor(cursor: string): { at: Date; id: string } {
  const parsed = cursorSchema.safeParse(Buffer.from(cursor, "base64url").toString().split(" "));
  if (!parsed.success)
    throw new AppError("invalid_request", "The list does not go on from there. Load it from the beginning.");
  const [at, id] = parsed.data;
  return { at, id };
}
