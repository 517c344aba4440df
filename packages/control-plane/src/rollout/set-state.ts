import { AppError, type ChangeRollout, type Rollout } from "@annex/contract";
import type { Tx } from "@annex/db";

/**
 * A person's word on a roll-out whose lock is held. One that stopped because too many failed counts anew from where it
 * goes on. @throws AppError `conflict` when it has ended.
 */
export async function setRolloutState(tx: Tx, rollout: Rollout, { state }: ChangeRollout): Promise<void> {
  const { id, wave } = rollout;
  if (rollout.state === "done" || rollout.state === "cancelled")
    throw new AppError("conflict", `This roll-out has ended: it is ${rollout.state}.`);
  const ended = state === "cancelled" ? { finishedAt: new Date() } : {};
  const counted = state === "running" && rollout.state === "stopped" ? { countedFromWave: wave + 1 } : {};
  await tx.rollout.update({ where: { id }, data: { state, reason: null, ...ended, ...counted } });
}
