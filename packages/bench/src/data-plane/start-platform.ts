import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { platformAudience } from "@annex/contract";
import { createDb, migrate, startEmbeddedPostgres, urlForRole } from "@annex/db";
import { freePort } from "@annex/db/free-port";
import { cellConfigSchema } from "@annex/engine";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { AnnexEngine } from "../engine/subjects/annex-engine.ts";
import { type BenchTenant, clientIdOf, measuredTenant, seedCell, seedTenant } from "./seed-tenants.ts";

/** Everything that a data plane stands on, with tenants and their deployed functions. */
export interface BenchPlatform {
  readonly engine: AnnexEngine;
  readonly postgresPid: number;
  /** What `apps/data-plane/src/main.ts` takes, but for its port. */
  readonly environment: Readonly<Record<string, string>>;
  /** A token of a tenant, by the tenant's key. @throws when there is no such tenant. */
  token(tenant: string): string;
  stop(): Promise<void>;
}

const issuer = "http://identity.bench";
const issuerKey = "bench";

async function startIssuer(): Promise<{
  jwksUrl: string;
  sign(claims: Record<string, string>): Promise<string>;
  close(): void;
}> {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: issuerKey, alg: "RS256", use: "sig" };
  const server = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  const port = await freePort();
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    jwksUrl: `http://127.0.0.1:${port}/jwks`,
    sign: (claims) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid: issuerKey, typ: "at+jwt" })
        .setIssuer(issuer)
        .setAudience(platformAudience)
        .setIssuedAt()
        .setExpirationTime("1h")
        .sign(privateKey),
    close: () => void server.close(),
  };
}

/** Where `data-plane-with-barest-rows.mjs` writes. */
async function makeBarestTable(ownerUrl: string): Promise<void> {
  const owner = createDb({ appUrl: ownerUrl, operatorUrl: ownerUrl, poolSize: 1 });
  try {
    await owner.operator.$executeRaw`CREATE TABLE bench_rows (line text NOT NULL)`;
    await owner.operator.$executeRaw`GRANT INSERT ON bench_rows TO annex_app`;
  } finally {
    await owner.close();
  }
}

/** Starts PostgreSQL, the engine and an issuer below `folder`, and deploys the tenants' functions. */
export async function startPlatform(
  folder: string,
  tenants: readonly BenchTenant[] = [measuredTenant],
): Promise<BenchPlatform> {
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, "postgres"),
    port: await freePort(),
    password: randomBytes(12).toString("hex"),
  });
  const ownerUrl = postgres.url("annex_bench");
  await migrate({ ownerUrl, appPassword: "app", operatorPassword: "operator" });
  await makeBarestTable(ownerUrl);
  const appUrl = urlForRole(ownerUrl, "annex_app", "app");
  const operatorUrl = urlForRole(ownerUrl, "annex_operator", "operator");
  const dataDir = path.join(folder, "engine");
  mkdirSync(dataDir, { recursive: true });
  const engine = await AnnexEngine.start(dataDir, 1);
  const tokens = await startIssuer();
  const db = createDb({ appUrl, operatorUrl, poolSize: 2 });
  const config = cellConfigSchema.parse(JSON.parse(readFileSync(path.join(dataDir, "cell.json"), "utf8")));
  const signed = new Map<string, string>();
  try {
    const cellId = await seedCell(db, engine, config);
    for (const tenant of tenants) {
      const tenantId = await seedTenant({ db, engine, cellId }, tenant);
      const clientId = clientIdOf(tenant);
      const claims = { tenant_id: tenantId, client_id: clientId, sub: clientId, scope: "invocations:write" };
      signed.set(tenant.key, await tokens.sign(claims));
    }
  } finally {
    await db.close();
  }
  const user = config.users.find(({ name }) => name === "annex-data-plane");
  const key = { accessKeyId: user?.accessKeyId, secretAccessKey: user?.secretAccessKey };
  return {
    engine,
    postgresPid: postgres.pid,
    environment: {
      DATABASE_URL: appUrl,
      OPERATOR_DATABASE_URL: operatorUrl,
      ANNEX_MASTER_KEY: randomBytes(32).toString("base64"),
      IDENTITY_ISSUER: issuer,
      IDENTITY_JWKS_URL: tokens.jwksUrl,
      CELL_CREDENTIALS: JSON.stringify(key),
      LOG_LEVEL: "warn",
    },
    token(tenant) {
      const token = signed.get(tenant);
      if (token === undefined) throw new Error(`the platform has no tenant ${tenant}`);
      return token;
    },
    async stop() {
      tokens.close();
      await engine.stop();
      await postgres.stop();
    },
  };
}
