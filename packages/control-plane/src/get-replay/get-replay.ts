import { setTimeout as delay } from "node:timers/promises";
import { AppError, type Replay } from "@annex/contract";
import { z } from "zod";
import type { AcceptedContext } from "../accepted-invocation/accepted-context.ts";
import { authorise } from "../context/authorise.ts";
import { readReplay } from "./read-replay.ts";

const idSchema = z.uuid();

/** A replay; answers when it is done, or after `waitMs`. @throws AppError `not_found`, `forbidden`. */
export async function getReplay(
  ctx: AcceptedContext,
  { replayId, waitMs = 0 }: { replayId: string; waitMs?: number },
): Promise<Replay> {
  const { data: id } = idSchema.safeParse(replayId);
  if (id === undefined) throw new AppError("not_found", "There is no such replay.");
  const deadline = Date.now() + waitMs;
  for (let pauseMs = 15; ; pauseMs = Math.min(pauseMs * 1.5, 150)) {
    const replay = await ctx.db.run((tx) => readReplay(tx, id, ctx.only));
    authorise(ctx, "developer");
    if (replay.state === "done" || Date.now() >= deadline) return replay;
    await delay(pauseMs);
  }
}
