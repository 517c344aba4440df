import { AppError } from "@annex/contract";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { askOneAtATime } from "./one-at-a-time.ts";
import { type PlainStatement, type TenantStatements, writePlainly } from "./write-plainly.ts";

/** A transaction in which only one tenant's rows can be seen or written. */
export type Tx = Prisma.TransactionClient;

/** One tenant's view of the database: row-level security hides every other tenant's rows. */
export interface TenantDb {
  readonly tenantId: string;
  /** Runs `work` in one transaction; its outcome is written when `work` resolves, and nothing when it throws. */
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Runs statements in one transaction beside Prisma's client, which costs several times as much: for what is written
   * many times a second.
   */
  write(statements: readonly PlainStatement[]): Promise<void>;
}

export interface Db {
  forTenant(tenantId: string): TenantDb;
  /**
   * Like `write` of several tenants, in one transaction: each statement under row-level security for its own. Name the
   * tenants in the order of their IDs: two that meet then wait for each other instead of for ever.
   */
  writeEach(groups: readonly TenantStatements[]): Promise<void>;
  /** Every tenant's rows. Throws where the process was given no operator URL. */
  readonly operator: PrismaClient;
  close(): Promise<void>;
}

export interface DbOptions {
  /** URL of the role `annex_app`, under row-level security. */
  readonly appUrl: string;
  /** URL of the role `annex_operator`, which sees every tenant: for worker, identity and operator pages only. */
  readonly operatorUrl?: string;
  /** Connections of each pool. */
  readonly poolSize?: number;
}

interface Connections {
  readonly pool: pg.Pool;
  readonly client: PrismaClient;
}

/**
 * Prisma's adapter sends times without their zone: in any other zone of a connection they would be other times. A query
 * is one process: what is asked here is short, and to start others for it took more time than they saved.
 */
const settings = "-c timezone=UTC -c max_parallel_workers_per_gather=0";

/** As long as a transaction waits for its connection. A host that is gone without a word answers nothing, ever. */
const connectTimeoutMs = 10_000;

/** The URL with our settings behind those that its own `options=` names: PostgreSQL takes the last one of a name. */
function withSettings(url: string): string {
  const parsed = new URL(url);
  const own = parsed.searchParams.get("options");
  parsed.searchParams.set("options", own ? `${own} ${settings}` : settings);
  return parsed.href;
}

function connect(url: string, poolSize: number): Connections {
  const pool = new pg.Pool({
    connectionString: withSettings(url),
    max: poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
  });
  pool.on("connect", askOneAtATime);
  pool.on("error", () => undefined); // an idle connection that ended: the next one is made anew
  return { pool, client: new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }) }) };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Opens the database. Connections are made when they are first needed. */
export function createDb(options: DbOptions): Db {
  const poolSize = options.poolSize ?? 10;
  const app = connect(options.appUrl, poolSize);
  const operator = options.operatorUrl ? connect(options.operatorUrl, poolSize) : undefined;
  const checkId = (tenantId: string) => {
    if (!uuid.test(tenantId))
      throw new AppError("internal", "A tenant is named by its UUID.", { detail: { tenantId } });
  };
  return {
    forTenant(tenantId) {
      checkId(tenantId);
      return {
        tenantId,
        run: (work) =>
          app.client.$transaction(
            async (tx) => {
              await tx.$executeRaw`SELECT set_config('annex.tenant_id', ${tenantId}, true)`;
              return work(tx);
            },
            { maxWait: connectTimeoutMs, timeout: 20_000 },
          ),
        write: (statements) => writePlainly(app.pool, [{ tenantId, statements }]),
      };
    },
    async writeEach(groups) {
      for (const { tenantId } of groups) checkId(tenantId);
      if (groups.length > 0) await writePlainly(app.pool, groups);
    },
    get operator() {
      if (!operator) throw new Error("This process has no operator connection: set OPERATOR_DATABASE_URL.");
      return operator.client;
    },
    async close() {
      await Promise.all([app.client.$disconnect(), operator?.client.$disconnect()]);
    },
  };
}
