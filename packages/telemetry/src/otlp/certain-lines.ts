import type { PrismaClient } from "@annex/db";
import { z } from "zod";
import { newestLineId } from "./read-lines.ts";
import { openHorizon } from "./read-traces.ts";

const nextSchema = z.array(z.object({ next: z.bigint() }));

async function nextTransaction(operator: PrismaClient): Promise<bigint> {
  const rows = await operator.$queryRaw`SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next`;
  return nextSchema.parse(rows)[0]?.next ?? 0n;
}

/**
 * Lines commit in another order than their IDs were given. Each turn looks a step further: which ID was given last;
 * then, a turn later, which transactions can have been given IDs up to it; then whether all of them have ended.
 * @returns the ID up to which no line can appear any more, as it is known after each turn.
 */
export function createCertainLines(operator: PrismaClient): () => Promise<bigint> {
  let certain = 0n;
  let looked: { readonly id: bigint; readonly before?: bigint } | undefined;
  return async () => {
    if (!looked) looked = { id: await newestLineId(operator) };
    else if (looked.before === undefined) looked = { ...looked, before: await nextTransaction(operator) };
    else if ((await openHorizon(operator)) >= looked.before) {
      certain = looked.id;
      looked = undefined;
    }
    return certain;
  };
}
