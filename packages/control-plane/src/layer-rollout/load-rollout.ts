import { AppError, type LayerRollout } from "@annex/contract";
import type { Tx } from "@annex/db";
import { z } from "zod";
import { rolloutInclude, toRollouts } from "./to-rollout.ts";

/** @throws AppError `not_found`. */
export async function loadRollout(tx: Tx, id: string): Promise<LayerRollout> {
  const known = z.uuid().safeParse(id).success;
  const row = known
    ? await tx.rollout.findUnique({ where: { id, version: { isNot: null } }, include: rolloutInclude })
    : null;
  const [rollout] = row ? await toRollouts(tx, [row]) : [];
  if (!rollout) throw new AppError("not_found", "There is no such roll-out.");
  return rollout;
}
