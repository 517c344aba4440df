import { AppError } from "@annex/contract";
import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "./generated/client.ts";

/** A transaction in which only one tenant's rows can be seen or written. */
export type Tx = Prisma.TransactionClient;

/** One tenant's view of the database: row-level security hides every other tenant's rows. */
export interface TenantDb {
  readonly tenantId: string;
  /** Runs `work` in one transaction; its outcome is written when `work` resolves, and nothing when it throws. */
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

export interface Db {
  forTenant(tenantId: string): TenantDb;
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

function connect(url: string, poolSize: number): PrismaClient {
  return new PrismaClient({ adapter: new PrismaPg({ connectionString: url, max: poolSize }) });
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Opens the database. Connections are made when they are first needed. */
export function createDb(options: DbOptions): Db {
  const poolSize = options.poolSize ?? 10;
  const app = connect(options.appUrl, poolSize);
  const operator = options.operatorUrl ? connect(options.operatorUrl, poolSize) : undefined;
  return {
    forTenant(tenantId) {
      if (!uuid.test(tenantId))
        throw new AppError("internal", "A tenant is named by its UUID.", { detail: { tenantId } });
      return {
        tenantId,
        run: (work) =>
          app.$transaction(
            async (tx) => {
              await tx.$executeRaw`SELECT set_config('annex.tenant_id', ${tenantId}, true)`;
              return work(tx);
            },
            { maxWait: 10_000, timeout: 20_000 },
          ),
      };
    },
    get operator() {
      if (!operator) throw new Error("This process has no operator connection: set OPERATOR_DATABASE_URL.");
      return operator;
    },
    async close() {
      await Promise.all([app.$disconnect(), operator?.$disconnect()]);
    },
  };
}
