import { AwsError } from "../http/aws-error.ts";
import type { Call } from "./context.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: { readonly NextMarker?: string };
}

/** Lambda answers no more at once, whatever is asked for. */
const maxItems = 50;

function wantedItems({ request }: Call): number {
  const text = request.query.get("MaxItems");
  if (text === null) return maxItems;
  const wanted = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (wanted > 0) return Math.min(wanted, maxItems);
  throw new AwsError(
    "ValidationException",
    400,
    `1 validation error detected: Value '${text.slice(0, 100)}' at 'maxItems' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  );
}

/**
 * One page of a list: `Marker` is the key of its first item, so that callers may delete what they have seen. Where that
 * item is gone, too, the page begins with the one after it.
 */
export function page<T>(call: Call, all: readonly T[], keyOf: (item: T) => string): Page<T> {
  const most = wantedItems(call);
  const marker = call.request.query.get("Marker");
  const exact = marker ? all.findIndex((item) => keyOf(item) === marker) : 0;
  const start = exact >= 0 ? exact : all.findIndex((item) => keyOf(item) > (marker ?? ""));
  if (start < 0) return { items: [], next: {} };
  const following = all[start + most];
  return { items: all.slice(start, start + most), next: following ? { NextMarker: keyOf(following) } : {} };
}
