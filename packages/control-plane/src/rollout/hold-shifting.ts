import type { Tx } from "@annex/db";

/** Writes down which of the waiting functions have to wait for the end of a shift of their traffic, and which no more. */
export async function holdShifting(tx: Tx, rolloutId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE rollout_items i SET held = NOT i.held
    WHERE i.rollout_id = ${rolloutId}::uuid AND i.state = 'waiting' AND i.held <> EXISTS (
      SELECT FROM deployments d WHERE d.function_id = i.function_id AND d.shift_plan IS NOT NULL
        AND d.state IN ('queued', 'building', 'publishing', 'shifting'))`;
}
