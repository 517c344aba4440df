import { AppError, type MembershipRole } from "@annex/contract";
import type { TenantContext } from "./tenant-context.ts";

const rank: Record<MembershipRole, number> = { viewer: 0, developer: 1, owner: 2 };

/** @throws AppError `forbidden` when the principal's role is lower than `needed`. */
export function authorise(ctx: Pick<TenantContext, "principal">, needed: MembershipRole): void {
  if (rank[ctx.principal.role] >= rank[needed]) return;
  throw new AppError("forbidden", `You are a ${ctx.principal.role} here; this needs the role ${needed}. Ask an owner.`);
}
