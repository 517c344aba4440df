import { randomUUID } from "node:crypto";
import type { Db } from "@annex/db";
import type { CellConfig } from "@annex/engine";
import type { AnnexEngine } from "../engine/subjects/annex-engine.ts";
import { zipOfFile } from "../engine/subjects/annex-engine.ts";
import { nodeCode } from "../engine/subjects/subject.ts";

/** A deployed function of one file, `index.js`. */
export interface BenchFunction {
  readonly name: string;
  readonly code: string;
}

export interface BenchTenant {
  readonly key: string;
  readonly functions: readonly BenchFunction[];
}

/** What the data plane is measured with. */
export const measuredTenant: BenchTenant = { key: "bench", functions: [{ name: "score", code: nodeCode }] };

const point = "invoice.submitted";
const timeoutMs = 3000;
const runtime = `nodejs${process.versions.node.split(".")[0]}.x`;

/** Places as in the plan "standard"; no other limit of a tenant is to be met. */
const quotas = {
  requestsPerSecond: 100_000,
  concurrency: 100,
  invocationsPerDay: 1_000_000_000,
  spendCentsPerDay: 100_000_000,
};

export function clientIdOf({ key }: BenchTenant): string {
  return `${key}-backend`;
}

/** A release that reads one field and sets one: the mapping's work is in the measured path. */
const releaseContent = {
  source: { kind: "files", files: [{ path: "index.js", content: "" }] },
  language: "javascript",
  runtime,
  handler: "index.handler",
  memoryMb: 128,
  timeoutMs,
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

/** The engine as a cell, and what all tenants' releases are made for. Answers the cell's ID. */
export async function seedCell(db: Db, engine: AnnexEngine, config: CellConfig): Promise<string> {
  const { accountId, region, externalId } = config;
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
  const field = (name: string) => ({ path: `invoice.${name}`, type: "number", label: name, required: false });
  await db.operator.recordType.create({
    data: { key: "invoice", name: "Invoice", fields: [field("total"), field("riskScore")] },
  });
  const fields = { inputFields: ["invoice.total"], outputFields: ["invoice.riskScore"] };
  await db.operator.extensionPoint.create({
    data: { key: point, name: point, recordTypeKey: "invoice", timeoutMs, ...fields },
  });
  return cell.id;
}

interface Seeded {
  readonly db: Db;
  readonly engine: AnnexEngine;
  readonly cellId: string;
}

/** A tenant with an API client and live functions. Answers its ID. */
export async function seedTenant({ db, engine, cellId }: Seeded, tenant: BenchTenant): Promise<string> {
  const { key } = tenant;
  const { id: tenantId } = await db.operator.tenant.create({ data: { key, slug: key, name: key, cellId, quotas } });
  const own = { tenantId, createdBy: "bench" };
  for (const { name, code } of tenant.functions) {
    const lambdaName = await engine.createFunction({ runtime, zip: await zipOfFile("index.js", code), tenant: key });
    const id = randomUUID();
    await db.operator.function.create({ data: { ...own, id, cellId, name, lambdaName } });
    const release = { ...own, functionId: id, number: 1, content: releaseContent, lambdaVersion: "$LATEST" };
    const { id: liveReleaseId } = await db.operator.release.create({ data: release });
    await db.operator.function.update({ where: { id }, data: { liveReleaseId } });
  }
  await db.operator.apiClient.create({
    data: { tenantId, clientId: clientIdOf(tenant), name: "bench", secretHash: "none" },
  });
  return tenantId;
}
