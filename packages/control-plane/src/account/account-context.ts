import type { Db } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import type { JobSender } from "../jobs/job-sender.ts";

/** What a capability gets that somebody asks for who is not, or not yet, in any tenant. */
export interface AccountContext {
  readonly db: Db;
  readonly jobs: JobSender;
  readonly masterKey: MasterKey;
}

/** What a capability of a person's own account gets. */
export interface PersonContext extends AccountContext {
  readonly principal: { readonly actor: string };
  readonly userId: string;
  readonly email: string;
  readonly sessionId: string;
}
