import { createInvokers, type InvokeDriverName, type InvokersOptions } from "@annex/aws";
import { createJobSender } from "@annex/control-plane";
import { createDb } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { createExpressionPool } from "@annex/field-mapping/worker-pool";
import { createDirectory, createTokenVerifier, type Directory } from "@annex/invocation";
import { createApp, type TraceSampler } from "@annex/service";
import { createLedger, createLineWriter, createPayloadRecorder } from "@annex/telemetry";
import type { FastifyInstance } from "fastify";
import { acceptedRoutes } from "./accepted/accepted-routes.ts";
import { consumeAccepted } from "./accepted/consume-accepted.ts";
import { invokeExtensionPointRoute } from "./invocations/invoke-extension-point.ts";
import { invokeFunctionRoute } from "./invocations/invoke-function.ts";
import { readInvocationRoutes } from "./invocations/read-invocations.ts";
import { TenantLimiter } from "./limits/tenant-limiter.ts";
import { openApiDocument } from "./openapi.ts";
import { recordPlatformCalls } from "./records/record-platform-call.ts";
import { recordRoutes } from "./records/record-routes.ts";
import { referenceRoute } from "./reference/reference-route.ts";
import { replayRoutes } from "./replays/replay-routes.ts";
import type { Services } from "./services.ts";
import { askFirst } from "./steps/ask-first.ts";
import { checkTenancy } from "./steps/check-tenancy.ts";
import { createTally } from "./tally/tally.ts";

export interface DataPlaneOptions {
  readonly databaseUrl: string;
  readonly masterKey: MasterKey;
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** Invocations of all tenants that this process has under way at once. */
  readonly invocationsAtOnce: number;
  /** `lean`, or `sdk` for the AWS SDK's own client. */
  readonly invokeDriver: InvokeDriverName;
  /** Accepted invocations that this process runs at once. */
  readonly acceptedAtOnce: number;
  /** Milliseconds for which what is in memory is believed while the database is away. */
  readonly cacheLifeMs: number;
  /** Which traces are recorded; without it those that a caller records. */
  readonly sampled?: TraceSampler;
  readonly logLevel: string;
  /** Replaces a layer of tenancy: for the tests that show that each of the others holds alone. `main.ts` never does. */
  readonly layers?: Partial<TenancyLayers>;
}

/** What keeps a tenant from another's functions, beside row-level security. */
export interface TenancyLayers {
  readonly checkTenancy: Services["checkTenancy"];
  readonly sessionPolicy: NonNullable<InvokersOptions["policy"]>;
}

export interface DataPlane {
  readonly app: FastifyInstance;
  readonly services: Services;
  /** Lets requests finish, writes the ledger's last rows, closes everything. */
  close(): Promise<void>;
}

/** 6 MB, as Lambda takes them, and the quotes and names around the fields. */
const bodyLimit = 6_291_456;

/** What runs then is run again by another process, once its lease has ended. */
const drainMs = 3500;

/** Builds the data plane; it does not listen yet. */
export async function createDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
  const { databaseUrl, masterKey, issuer, jwksUrl } = options;
  let directory: Directory | undefined;
  const notReady = async () =>
    directory?.isTold() ? [] : ["The database does not tell of changes: what is in memory is believed for a while."];
  const app = createApp({ name: "data-plane", logLevel: options.logLevel, bodyLimit, notReady });
  const onError = (error: unknown) => app.log.error({ err: error }, "beside the path");
  const db = createDb({ appUrl: databaseUrl, poolSize: 10 });
  const pool = createExpressionPool();
  const limits = new TenantLimiter(options.invocationsAtOnce);
  const tokens = createTokenVerifier({ issuer, jwksUrl });
  directory = await createDirectory({
    db,
    databaseUrl,
    masterKey,
    onError,
    onUsage: (tenantId, usage) => limits.tell(tenantId, usage),
    onKeys: () => tokens.forget(),
    lifeMs: options.cacheLifeMs,
  });
  const services: Services = {
    db,
    directory,
    tokens,
    checkTenancy: options.layers?.checkTenancy ?? checkTenancy,
    invokers: createInvokers({
      credentials: options.credentials,
      driver: options.invokeDriver,
      ...(options.layers?.sessionPolicy ? { policy: options.layers.sessionPolicy } : {}),
    }),
    ledger: createLedger({ db, onError }),
    lines: createLineWriter({ db, onError }),
    payloads: createPayloadRecorder({ db, onError }),
    limits,
    tally: createTally({ db, onError, underWay: () => limits.underWay }),
    evaluateFor: pool.evaluateFor,
    jobs: await createJobSender(databaseUrl),
    masterKey,
    sampled: options.sampled ?? ((trace) => trace),
    onError,
  };
  askFirst(app, services);
  invokeExtensionPointRoute(app, services);
  invokeFunctionRoute(app, services);
  readInvocationRoutes(app, services);
  acceptedRoutes(app, services);
  app.register(async (records) => {
    recordPlatformCalls(records, services);
    recordRoutes(records, services);
  });
  replayRoutes(app, services);
  const consumer = await consumeAccepted(services, { databaseUrl, atOnce: options.acceptedAtOnce });
  const document = openApiDocument(issuer);
  app.get("/openapi.json", async () => document);
  referenceRoute(app, document);
  return {
    app,
    services,
    async close() {
      await Promise.all([app.close(), consumer.close(drainMs)]);
      await Promise.all([services.ledger.settle(), services.lines.settle(), services.payloads.settle()]);
      await services.tally.close();
      await services.directory.close();
      services.invokers.close();
      await services.jobs.close();
      await pool.close();
      await db.close();
    },
  };
}
