import type { Member } from "@annex/contract";
import type { Prisma } from "@annex/db";

export const memberSelect = {
  userId: true,
  role: true,
  createdAt: true,
  user: { select: { email: true, name: true } },
} as const satisfies Prisma.MembershipSelect;

export function toMember(row: Prisma.MembershipGetPayload<{ select: typeof memberSelect }>): Member {
  const { userId, role, createdAt, user } = row;
  return { id: userId, ...user, role, since: createdAt.toISOString() };
}
