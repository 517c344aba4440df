import {
  type AccountContext,
  acceptInvitation,
  createInvitation,
  type PersonContext,
  startSession,
  type TenantContext,
} from "../src/index.ts";
import { type ControlPlane, startControlPlane } from "./start-control-plane.ts";

export const portalUrl = "https://portal.example";
export const password = "correct horse battery";
export const gone = { code: "not_found" };

type Role = "owner" | "developer" | "viewer";

/** The secret part of a link. */
export function tokenOf(link: string | null): string {
  return new URL(link ?? "").hash.slice(1);
}

export interface Accounts {
  readonly plane: ControlPlane;
  /** Who has not signed in. */
  readonly anybody: AccountContext;
  invite(ctx: TenantContext, email: string, role?: Role): ReturnType<typeof createInvitation>;
  /** A member with an account and a password, by invitation. */
  join(ctx: TenantContext, email: string, role?: Role): Promise<{ readonly id: string; readonly email: string }>;
  /** A new session of somebody who has an account. */
  signIn(email: string): Promise<PersonContext>;
}

/** A control plane, and what people do with their accounts there. `plane.close()` ends it. */
export async function startAccounts(): Promise<Accounts> {
  const plane = await startControlPlane();
  const { jobs, masterKey } = plane.acme;
  const anybody = { db: plane.fresh.db, jobs, masterKey };
  const userOf = (email: string) => plane.fresh.db.operator.user.findUniqueOrThrow({ where: { email } });
  const invite = (ctx: TenantContext, email: string, role: Role = "developer") =>
    createInvitation(ctx, { email, role, portalUrl });
  return {
    plane,
    anybody,
    invite,
    async join(ctx, email, role) {
      const { link } = await invite(ctx, email, role);
      await acceptInvitation(anybody, { token: tokenOf(link), name: "Ada", password });
      return userOf(email);
    },
    async signIn(email) {
      const { id: userId } = await userOf(email);
      const where = { address: "203.0.113.7", userAgent: "a test" };
      const sessionId = await startSession(anybody, { userId, method: "password", ...where });
      return { ...anybody, userId, email, sessionId, principal: { actor: `user:${email}` } };
    },
  };
}
