import type { SigningKey } from "@annex/contract";
import type { SigningKey as SigningKeyRow } from "@annex/db";

export function toSigningKey(row: SigningKeyRow): SigningKey {
  const { kid, createdAt, activatedAt, retiredAt } = row;
  const state = activatedAt === null ? "next" : retiredAt === null ? "current" : "previous";
  return {
    ...{ kid, state },
    createdAt: createdAt.toISOString(),
    activatedAt: activatedAt?.toISOString() ?? null,
    retiredAt: retiredAt?.toISOString() ?? null,
  };
}
