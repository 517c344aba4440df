import { invalidParameter } from "../http/aws-error.ts";
import type { Call } from "./context.ts";

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: { readonly NextMarker?: string };
}

/** One page of a list: `Marker` is the key of its first item, so that callers may delete what they have seen. */
export function page<T>(call: Call, all: readonly T[], keyOf: (item: T) => string): Page<T> {
  const marker = call.request.query.get("Marker");
  const most = Math.min(Math.max(Number(call.request.query.get("MaxItems")) || 50, 1), 10_000);
  const start = marker ? all.findIndex((item) => keyOf(item) === marker) : 0;
  if (start < 0) throw invalidParameter("The marker is invalid.");
  const following = all[start + most];
  return { items: all.slice(start, start + most), next: following ? { NextMarker: keyOf(following) } : {} };
}
