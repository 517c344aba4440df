import { AppError } from "@annex/contract";
import type { Db, Tx } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { authorise } from "../context/authorise.ts";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";
import type { JobSender } from "../jobs/job-sender.ts";

/** Whose rules are meant: a tenant's, under row-level security, or the operators'. */
export interface AlertContext {
  readonly tenantId: string | null;
  readonly actor: string;
  readonly jobs: JobSender;
  readonly masterKey: MasterKey;
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** @throws AppError `forbidden` for people who may only look. */
  authoriseChange(): void;
}

export function tenantAlerts(ctx: TenantContext): AlertContext {
  const { tenant, principal, db, jobs, masterKey } = ctx;
  return {
    ...{ tenantId: tenant.id, actor: principal.actor, jobs, masterKey },
    run: (work) => db.run(work),
    authoriseChange: () => authorise(ctx, "developer"),
  };
}

export function operatorAlerts({ db, principal, jobs, masterKey }: OperatorContext): AlertContext {
  return {
    ...{ tenantId: null, actor: principal.actor, jobs, masterKey },
    run: (work) => db.operator.$transaction(work),
    authoriseChange: () => undefined,
  };
}

/** What tells people: needed where an alert is evaluated. */
export interface AlertOutbox {
  readonly db: Pick<Db, "operator">;
  readonly jobs: JobSender;
  readonly masterKey: MasterKey;
}

/** @throws AppError `not_found`: another one's rule is answered like a missing one. */
export function missingRule(): AppError {
  return new AppError("not_found", "There is no such alert rule.");
}
