import type { Db } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import type { ExpressionPool } from "@annex/field-mapping/worker-pool";
import type { Cells } from "./cells/cells.ts";
import type { Mailer } from "./mail/create-mailer.ts";
import type { PackageSources } from "./runners/builder/package-sources.ts";

/** What every job works with. */
export interface WorkerContext {
  readonly db: Db;
  readonly masterKey: MasterKey;
  readonly cells: Cells;
  readonly sources: PackageSources;
  /** `host:port` of webhooks that may be reached wherever they are and without TLS: the operator's word. */
  readonly webhookHosts: ReadonlySet<string>;
  /** Null where no mail server is set. */
  readonly mailer: Mailer | null;
  readonly doors: Doors;
  /** Tenants' expressions run in threads of their own, in a tenant's name: a slow one holds up nothing else. */
  readonly evaluateFor: ExpressionPool["evaluateFor"];
  readonly log: Log;
}

/** Where the platform's own servers are: the self-test comes in through them, and tries to reach them from a sandbox. */
export interface Doors {
  readonly dataPlane: string;
  readonly identity: string;
  readonly database: string;
}

export type Log = (level: "info" | "error", message: string, detail?: Readonly<Record<string, unknown>>) => void;
