import { AppError } from "@annex/contract";
import { z } from "zod";

const timeCursorSchema = z.tuple([z.coerce.date(), z.uuid()]);

/** A page of a list by time, newest first. */
export interface TimePage<Item> {
  readonly items: Item[];
  /** Where the page ended, opaque to whoever carries it. Null at the list's end. */
  readonly nextCursor: string | null;
}

/** Where a page ended: the time (ISO 8601) and ID of its last item. */
export function toCursor(at: string, id: string | bigint): string {
  return Buffer.from(`${at} ${id}`).toString("base64url");
}

/** The two parts of a cursor. @throws AppError `invalid_request` for one that no page gave. */
export function readCursor<T extends z.ZodType>(schema: T, cursor: string): z.output<T> {
  const parsed = schema.safeParse(Buffer.from(cursor, "base64url").toString().split(" "));
  if (parsed.success) return parsed.data;
  const message = "The list does not go on from there. Load it from the beginning.";
  throw new AppError("invalid_request", message, { errors: [{ path: "cursor", message }] });
}

/** The time and ID after which a page by time begins. @throws AppError `invalid_request` for a cursor that no page gave. */
export function readTimeCursor(cursor: string): { at: Date; id: string } {
  const [at, id] = readCursor(timeCursorSchema, cursor);
  return { at, id };
}

/** Cuts a page from what was found: one more than the page holds, where the list goes on. `timeOf` is what it is sorted by. */
export function timePage<Item extends { readonly id: string }>(
  found: readonly Item[],
  limit: number,
  timeOf: (item: Item) => string,
): TimePage<Item> {
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? toCursor(timeOf(last), last.id) : null };
}
