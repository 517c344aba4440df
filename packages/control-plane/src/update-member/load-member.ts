import { AppError } from "@annex/contract";
import type { Tx } from "@annex/db";
import { memberSelect } from "../list-members/to-member.ts";

/** @throws AppError `not_found`. */
export async function loadMember(tx: Tx, userId: string) {
  const row = await tx.membership.findFirst({ where: { userId }, select: memberSelect });
  if (!row) throw new AppError("not_found", "There is no such member.");
  return row;
}

/**
 * Sees to it that an owner stays when this one goes. The owners are locked, so that two who go at once are counted one
 * after the other.
 * @throws AppError `conflict`.
 */
export async function checkOwnerStays(tx: Tx, userId: string): Promise<void> {
  const owners = await tx.$queryRaw<{ id: string }[]>`
    SELECT user_id AS id FROM memberships WHERE role = 'owner' ORDER BY user_id FOR UPDATE`;
  if (owners.some(({ id }) => id !== userId)) return;
  throw new AppError("conflict", "This is the last owner. Make somebody else an owner first.");
}
