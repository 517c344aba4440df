import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { platformAudience } from "@annex/contract";
import { createDb, type Db, migrate, startEmbeddedPostgres, urlForRole } from "@annex/db";
import { cellConfigSchema } from "@annex/engine";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { freePort } from "../engine/machine/free-port.ts";
import { AnnexEngine, zipOf } from "../engine/subjects/annex-engine.ts";

/** Everything that a data plane stands on, with one tenant and one deployed function. */
export interface BenchPlatform {
  readonly engine: AnnexEngine;
  /** What `apps/data-plane/src/main.ts` takes, but for its port. */
  readonly environment: Readonly<Record<string, string>>;
  readonly token: string;
  stop(): Promise<void>;
}

const issuer = "http://identity.bench";
const issuerKey = "bench";
/** As in the plan "standard": as the floor's gateway, it sends on whatever comes, and the engine decides how many run. */
const concurrency = 100;
const functionName = "score";
const point = "invoice.submitted";

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

/** A release that reads one field and sets one: the mapping's work is in the measured path. */
function releaseContent(runtime: string) {
  return {
    source: { kind: "files", files: [{ path: "index.js", content: "" }] },
    language: "javascript",
    runtime,
    handler: "index.handler",
    memoryMb: 128,
    timeoutMs: 3000,
    environment: {},
    packages: [],
    egress: [],
    layers: [],
    extensionPointKey: point,
    mapping: {
      parameters: [{ name: "total", source: { kind: "field", path: "invoice.total" } }],
      outputs: [{ field: "invoice.riskScore", source: { kind: "result", path: "echo.total" } }],
    },
  };
}

async function seed(db: Db, engine: AnnexEngine, dataDir: string): Promise<{ tenantId: string; clientId: string }> {
  const { accountId, region, externalId } = cellConfigSchema.parse(
    JSON.parse(readFileSync(path.join(dataDir, "cell.json"), "utf8")),
  );
  const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
  const roles = {
    authorRoleArn: role("annex-author"),
    invokeRoleArn: role("annex-invoke"),
    executionRoleArn: role("annex-execution"),
  };
  const endpoint = `http://127.0.0.1:${engine.port}`;
  const cell = await db.operator.cell.create({
    data: { name: "bench", region, accountId, externalId, endpoint, ...roles },
  });
  const most = {
    requestsPerSecond: 100_000,
    concurrency,
    invocationsPerDay: 1_000_000_000,
    spendCentsPerDay: 100_000_000,
  };
  const tenant = await db.operator.tenant.create({
    data: { key: "bench", slug: "bench", name: "Bench", cellId: cell.id, quotas: most },
  });
  const field = (name: string) => ({ path: `invoice.${name}`, type: "number", label: name, required: false });
  await db.operator.recordType.create({
    data: { key: "invoice", name: "Invoice", fields: [field("total"), field("riskScore")] },
  });
  const fields = { inputFields: ["invoice.total"], outputFields: ["invoice.riskScore"] };
  await db.operator.extensionPoint.create({
    data: { key: point, name: point, recordTypeKey: "invoice", timeoutMs: 3000, ...fields },
  });
  const runtime = `nodejs${process.versions.node.split(".")[0]}.x`;
  const lambdaName = await engine.createFunction({ runtime, zip: await zipOf(runtime, "data plane") });
  const id = randomUUID();
  const own = { tenantId: tenant.id, createdBy: "bench" };
  await db.operator.function.create({ data: { ...own, id, cellId: cell.id, name: functionName, lambdaName } });
  const release = { ...own, functionId: id, number: 1, content: releaseContent(runtime), lambdaVersion: "$LATEST" };
  const { id: liveReleaseId } = await db.operator.release.create({ data: release });
  await db.operator.function.update({ where: { id }, data: { liveReleaseId } });
  const clientId = "bench-backend";
  await db.operator.apiClient.create({ data: { tenantId: tenant.id, clientId, name: "bench", secretHash: "none" } });
  return { tenantId: tenant.id, clientId };
}

/** Starts PostgreSQL, the engine and an issuer below `folder`, and deploys the function that is measured. */
export async function startPlatform(folder: string): Promise<BenchPlatform> {
  const postgres = await startEmbeddedPostgres({
    dataDir: path.join(folder, "postgres"),
    port: await freePort(),
    password: randomBytes(12).toString("hex"),
  });
  const ownerUrl = postgres.url("annex_bench");
  await migrate({ ownerUrl, appPassword: "app", operatorPassword: "operator" });
  const appUrl = urlForRole(ownerUrl, "annex_app", "app");
  const operatorUrl = urlForRole(ownerUrl, "annex_operator", "operator");
  const dataDir = path.join(folder, "engine");
  mkdirSync(dataDir, { recursive: true });
  const engine = await AnnexEngine.start(dataDir, 1);
  const tokens = await startIssuer();
  const db = createDb({ appUrl, operatorUrl, poolSize: 2 });
  const { tenantId, clientId } = await seed(db, engine, dataDir).finally(() => db.close());
  const users = cellConfigSchema.parse(JSON.parse(readFileSync(path.join(dataDir, "cell.json"), "utf8"))).users;
  const user = users.find(({ name }) => name === "annex-data-plane");
  const key = { accessKeyId: user?.accessKeyId, secretAccessKey: user?.secretAccessKey };
  return {
    engine,
    environment: {
      DATABASE_URL: appUrl,
      OPERATOR_DATABASE_URL: operatorUrl,
      ANNEX_MASTER_KEY: randomBytes(32).toString("base64"),
      IDENTITY_ISSUER: issuer,
      IDENTITY_JWKS_URL: tokens.jwksUrl,
      CELL_CREDENTIALS: JSON.stringify(key),
      LOG_LEVEL: "warn",
    },
    token: await tokens.sign({ tenant_id: tenantId, client_id: clientId, sub: clientId, scope: "invocations:write" }),
    async stop() {
      tokens.close();
      await engine.stop();
      await postgres.stop();
    },
  };
}
