import type { MembershipRole } from "@annex/contract";
import type { Db, TenantDb } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import type { JobSender } from "../jobs/job-sender.ts";

/** Who acts: `user:<email>`, `system:<service>` or `operator:<email> as <email of the owner who consented>`, and as what. */
export interface Principal {
  readonly actor: string;
  readonly role: MembershipRole;
}

/** What a capability of a tenant gets: everything in it is already narrowed to that tenant. */
export interface TenantContext {
  readonly tenant: {
    readonly id: string;
    readonly key: string;
    readonly slug: string;
    readonly name: string;
    readonly cellId: string;
  };
  readonly principal: Principal;
  readonly db: TenantDb;
  readonly jobs: JobSender;
  readonly masterKey: MasterKey;
  /** Of an operator who acts by an owner's consent; a member has none. */
  readonly accessId?: string;
}

/** What a capability of the platform's operators gets: it sees every tenant. */
export interface OperatorContext {
  readonly principal: { readonly actor: string };
  readonly db: Db;
  readonly jobs: JobSender;
  readonly masterKey: MasterKey;
}
