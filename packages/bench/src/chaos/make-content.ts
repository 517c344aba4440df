import { createHash, randomBytes, randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { type AuthorCell, createAuthor, ensureFunction, publishVersion } from "@annex/aws";
import type { DraftContent } from "@annex/contract";
import type { Cell, Db, Tenant } from "@annex/db";
import type { CellConfig } from "@annex/engine";
import { ZipArchive } from "archiver";

export interface ChaosContent {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export const functionName = "answers";
/** A number that ends in `slow` takes its time: long enough for whoever asked to die meanwhile. */
const code = `export const handler = async ({ number }) => {
  if (number.endsWith("slow")) await new Promise((done) => setTimeout(done, 4000));
  return { note: "did " + number };
};`;

const content: DraftContent = {
  source: { kind: "files", files: [{ path: "index.mjs", content: code }] },
  language: "javascript",
  runtime: "nodejs24.x",
  handler: "index.handler",
  memoryMb: 128,
  timeoutMs: 5000,
  environment: {},
  packages: [],
  egress: [],
  layers: [],
  extensionPointKey: "invoice.submitted",
  mapping: {
    parameters: [{ name: "number", source: { kind: "field", path: "invoice.number" } }],
    outputs: [{ field: "invoice.note", source: { kind: "result", path: "note" } }],
  },
};

/** Tried as often as it takes: what dies here is the platform and its cell. */
const retryPolicy = { maxAttempts: 20, firstDelaySeconds: 0.2, maxDelaySeconds: 2, maxAgeSeconds: 3600 };

function makeCell(db: Db, config: CellConfig, endpoint: string): Promise<Cell> {
  const { accountId, region, externalId } = config;
  const role = (name: string) => `arn:aws:iam::${accountId}:role/${name}`;
  return db.operator.cell.create({
    data: {
      name: "chaos",
      region,
      accountId,
      externalId,
      endpoint,
      authorRoleArn: role("annex-author"),
      invokeRoleArn: role("annex-invoke"),
      executionRoleArn: role("annex-execution"),
    },
  });
}

async function publish(cell: AuthorCell, key: { accessKeyId: string; secretAccessKey: string }, name: string) {
  const archive = new ZipArchive();
  archive.append(code, { name: "index.mjs" });
  const [zip] = await Promise.all([buffer(archive), archive.finalize()]);
  const codeSha256 = createHash("sha256").update(zip).digest("base64");
  const author = createAuthor(cell, key);
  const { runtime, handler, memoryMb, timeoutMs } = content;
  const shape = { name, runtime, handler, memoryMb, timeoutMs, environment: {}, tags: {}, zip, codeSha256 };
  await ensureFunction(author, shape);
  const lambdaVersion = await publishVersion(author, { name, codeSha256, description: "1" });
  author.close();
  return { codeSha256, lambdaVersion };
}

async function makeFunction(db: Db, tenant: Tenant, cell: Cell, config: CellConfig): Promise<void> {
  const id = randomUUID();
  const lambdaName = `annex-${tenant.key}-${id.replaceAll("-", "")}`;
  const user = config.users.find(({ name }) => name === "annex-worker");
  if (!user) throw new Error("The cell has no user annex-worker.");
  const published = await publish(cell, user, lambdaName);
  const shared = { tenantId: tenant.id, createdBy: "chaos" };
  await db.operator.function.create({
    data: { ...shared, id, cellId: cell.id, name: functionName, lambdaName, retryPolicy },
  });
  const release = { ...shared, functionId: id, number: 1, content, ...published };
  const { id: liveReleaseId } = await db.operator.release.create({ data: release });
  await db.operator.function.update({ where: { id }, data: { liveReleaseId } });
}

/** A tenant with an API client and one live function that answers what it was sent. */
export async function makeContent(db: Db, config: CellConfig, endpoint: string): Promise<ChaosContent> {
  const cell = await makeCell(db, config, endpoint);
  const field = (name: string) => ({ path: `invoice.${name}`, type: "string", label: name, required: false });
  const fields = [field("number"), field("note")];
  await db.operator.recordType.create({ data: { key: "invoice", name: "Invoice", fields } });
  await db.operator.extensionPoint.create({
    data: {
      key: "invoice.submitted",
      name: "Invoice submitted",
      recordTypeKey: "invoice",
      inputFields: ["invoice.number"],
      outputFields: ["invoice.note"],
      timeoutMs: 5000,
    },
  });
  const key = randomBytes(5).toString("hex");
  const tenant = await db.operator.tenant.create({ data: { slug: "acme", name: "Acme", key, cellId: cell.id } });
  const clientId = "acme-chaos";
  const clientSecret = randomBytes(32).toString("base64url");
  const secretHash = createHash("sha256").update(clientSecret).digest("base64url");
  const scopes = ["invocations:write", "invocations:read"];
  await db.operator.apiClient.create({ data: { tenantId: tenant.id, clientId, secretHash, name: "chaos", scopes } });
  await makeFunction(db, tenant, cell, config);
  return { tenantId: tenant.id, clientId, clientSecret };
}
