import type { Difference } from "@annex/contract";
import type { z } from "zod";

type Json = z.core.util.JSONType;

export interface JsonDiff {
  readonly differences: Difference[];
  /** Whether there are more than are told. */
  readonly more: boolean;
}

const most = 200;

/** What a value holds, each by how its place is written behind its parent's; undefined for one that holds nothing. */
function partsOf(value: Json): Map<string, Json> | undefined {
  if (Array.isArray(value)) return new Map(value.map((item, place) => [`[${place}]`, item]));
  if (typeof value !== "object" || value === null) return undefined;
  return new Map(Object.entries(value).map(([name, item]) => [`.${name}`, item]));
}

/**
 * Where two JSON values differ, each time at the deepest place: `output.items[2].name`. Lists are compared place by
 * place, names in any order. Pure.
 */
export function diffJson(before: Json, after: Json): JsonDiff {
  const found: Difference[] = [];
  const compare = (at: string, was: Json | undefined, is: Json | undefined): void => {
    if (found.length > most || JSON.stringify(was) === JSON.stringify(is)) return;
    const path = at.replace(/^\./, "");
    if (was === undefined) return void found.push({ path, kind: "added", after: is ?? null });
    if (is === undefined) return void found.push({ path, kind: "removed", before: was });
    const [parts, others] = [partsOf(was), partsOf(is)];
    if (!parts || !others || Array.isArray(was) !== Array.isArray(is))
      return void found.push({ path, kind: "changed", before: was, after: is });
    for (const place of new Set([...parts.keys(), ...others.keys()]))
      compare(`${at}${place}`, parts.get(place), others.get(place));
  };
  compare("", before, after);
  return { differences: found.slice(0, most), more: found.length > most };
}
