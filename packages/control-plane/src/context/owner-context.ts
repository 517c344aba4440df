import type { Tx } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import type { JobSender } from "../jobs/job-sender.ts";
import { authorise } from "./authorise.ts";
import type { OperatorContext, TenantContext } from "./tenant-context.ts";

/** Whose things are meant where both have such things (alert rules, webhooks): a tenant's, under row-level security, or the operators'. */
export interface OwnerContext {
  /** Null: the operators'. */
  readonly tenantId: string | null;
  readonly actor: string;
  readonly jobs: JobSender;
  readonly masterKey: MasterKey;
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** @throws AppError `forbidden` for people who may only look. */
  authoriseChange(): void;
}

/** A tenant's own things. */
export function ofTenant(ctx: TenantContext): OwnerContext {
  const { tenant, principal, db, jobs, masterKey } = ctx;
  return {
    ...{ tenantId: tenant.id, actor: principal.actor, jobs, masterKey },
    run: (work) => db.run(work),
    authoriseChange: () => authorise(ctx, "developer"),
  };
}

/** The operators' own things. */
export function ofOperators({ db, principal, jobs, masterKey }: OperatorContext): OwnerContext {
  return {
    ...{ tenantId: null, actor: principal.actor, jobs, masterKey },
    run: (work) => db.operator.$transaction(work),
    authoriseChange: () => undefined,
  };
}
