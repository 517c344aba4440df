import { createInvokers, type InvokeDriverName } from "@annex/aws";
import { createJobSender } from "@annex/control-plane";
import { createDb } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { createExpressionPool } from "@annex/field-mapping/worker-pool";
import { createDirectory, createTokenVerifier } from "@annex/invocation";
import { createApp } from "@annex/service";
import { createLedger } from "@annex/telemetry";
import type { FastifyInstance } from "fastify";
import { acceptedRoutes } from "./accepted/accepted-routes.ts";
import { consumeAccepted } from "./accepted/consume-accepted.ts";
import { invokeExtensionPointRoute } from "./invocations/invoke-extension-point.ts";
import { invokeFunctionRoute } from "./invocations/invoke-function.ts";
import { readInvocationRoutes } from "./invocations/read-invocations.ts";
import { openApiDocument } from "./openapi.ts";
import { recordRoutes } from "./records/record-routes.ts";
import type { Services } from "./services.ts";
import { TenantLimits } from "./steps/limit.ts";

export interface DataPlaneOptions {
  readonly databaseUrl: string;
  readonly masterKey: MasterKey;
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  readonly requestsPerSecond: number;
  /** `lean`, or `sdk` for the AWS SDK's own client. */
  readonly invokeDriver: InvokeDriverName;
  /** Accepted invocations that this process runs at once. */
  readonly acceptedAtOnce: number;
  readonly logLevel: string;
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
  const app = createApp({ name: "data-plane", logLevel: options.logLevel, bodyLimit });
  const onError = (error: unknown) => app.log.error({ err: error }, "beside the path");
  const db = createDb({ appUrl: databaseUrl, poolSize: 10 });
  const pool = createExpressionPool({});
  const services: Services = {
    db,
    directory: await createDirectory({ db, databaseUrl, masterKey, onError }),
    tokens: createTokenVerifier({ issuer, jwksUrl }),
    invokers: createInvokers({ credentials: options.credentials, driver: options.invokeDriver }),
    ledger: createLedger({ db, onError }),
    limits: new TenantLimits(options.requestsPerSecond),
    evaluate: pool.evaluate,
    jobs: await createJobSender(databaseUrl),
    masterKey,
    onError,
  };
  invokeExtensionPointRoute(app, services);
  invokeFunctionRoute(app, services);
  readInvocationRoutes(app, services);
  acceptedRoutes(app, services);
  recordRoutes(app, services);
  const consumer = await consumeAccepted(services, { databaseUrl, atOnce: options.acceptedAtOnce });
  const document = openApiDocument(issuer);
  app.get("/openapi.json", async () => document);
  return {
    app,
    services,
    async close() {
      await Promise.all([app.close(), consumer.close(drainMs)]);
      await services.ledger.settle();
      await services.directory.close();
      services.invokers.close();
      await services.jobs.close();
      await pool.close();
      await db.close();
    },
  };
}
