import { randomBytes } from "node:crypto";
import { type Author, createAuthor } from "@annex/aws";
import { type FieldType, type InvokeResponse, invokeResponseSchema, problemSchema } from "@annex/contract";
import type { Cell, Tenant } from "@annex/db";
import { type MasterKey, parseMasterKey } from "@annex/envelope";
import { type FreshDatabase, freshDatabase, seedTenant, startEngine, type TestEngine } from "@annex/testing";
import { createDataPlane, type DataPlane, type DataPlaneOptions } from "../src/create-data-plane.ts";
import { type Deployed, deployFunction, type WantedCode } from "./deploy-function.ts";
import { type Issuer, startIssuer, type TokenOptions } from "./start-issuer.ts";

/** A tenant with an API client, and its way into the data plane. */
export interface Caller {
  readonly tenant: Tenant;
  readonly clientId: string;
  token(options?: Partial<TokenOptions>): Promise<string>;
  call(method: Method, url: string, options?: CallOptions): Promise<Answer>;
  /** `call` to an invocation route; throws where the answer is not one of a run function. */
  run(url: string, fields?: Record<string, unknown>, headers?: Record<string, string>): Promise<InvokeResponse>;
  deploy(wanted: WantedCode): Promise<Deployed>;
}

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface CallOptions {
  readonly body?: unknown;
  /** JSON as it is sent, in place of `body`. */
  readonly raw?: string;
  readonly headers?: Record<string, string>;
  readonly token?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly body: unknown;
}

/** A database, an engine, a token issuer and a data plane of the test file's own; two tenants. */
export interface Platform {
  readonly fresh: FreshDatabase;
  readonly engine: TestEngine;
  readonly cell: Cell;
  readonly author: Author;
  readonly issuer: Issuer;
  readonly masterKey: MasterKey;
  /** As a process takes it: base64. */
  readonly masterKeyText: string;
  readonly dataPlane: DataPlane;
  readonly acme: Caller;
  readonly globex: Caller;
  close(): Promise<void>;
}

const field = (name: string, type: FieldType, required = false) => {
  return { path: `invoice.${name}`, type, label: name, required };
};

/** `invoice` with its extension points: `invoice.submitted` goes on after a failure, `invoice.approved` does not. */
async function seedExtensionPoints({ db }: FreshDatabase): Promise<void> {
  const fields = [
    field("number", "string", true),
    field("total", "number"),
    field("riskScore", "number"),
    field("note", "string"),
  ];
  await db.operator.recordType.create({ data: { key: "invoice", name: "Invoice", fields } });
  const shape = {
    recordTypeKey: "invoice",
    inputFields: ["invoice.number", "invoice.total", "invoice.riskScore", "invoice.note"],
    outputFields: ["invoice.riskScore", "invoice.note"],
    timeoutMs: 3000,
  };
  const points = [
    { ...shape, key: "invoice.submitted", name: "Invoice submitted", failureMode: "open" as const },
    { ...shape, key: "invoice.approved", name: "Invoice approved", failureMode: "closed" as const },
  ];
  await db.operator.extensionPoint.createMany({ data: points });
}

async function seedCaller(platform: Omit<Platform, "acme" | "globex" | "close">, slug: string): Promise<Caller> {
  const { fresh, cell, issuer, author, dataPlane } = platform;
  const tenant = await seedTenant(fresh.db, slug, cell.id);
  const clientId = `${slug}-backend`;
  const client = { tenantId: tenant.id, clientId, secretHash: randomBytes(32).toString("base64url"), name: "backend" };
  await fresh.db.operator.apiClient.create({ data: client });
  const token = (options: Partial<TokenOptions> = {}) => issuer.token({ tenantId: tenant.id, clientId, ...options });

  const call: Caller["call"] = async (method, url, options = {}) => {
    const payload = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    const response = await dataPlane.app.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${options.token ?? (await token())}`,
        ...(payload !== undefined ? { "content-type": "application/json" } : {}),
        ...options.headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    const { statusCode: status, headers, payload: text } = response;
    return { status, headers, text, body: text === "" ? null : response.json() };
  };
  return {
    tenant,
    clientId,
    token,
    call,
    async run(url, fields = {}, headers = {}) {
      const { status, text, body } = await call("POST", url, { body: { fields }, headers });
      if (status !== 200) throw new Error(`${status} ${text}`);
      return invokeResponseSchema.parse(body);
    },
    deploy: (wanted) => deployFunction(fresh.db, author, tenant, wanted),
  };
}

type Replaced = Partial<DataPlaneOptions>;

export async function startPlatform(
  replaced: (fresh: FreshDatabase) => Replaced | Promise<Replaced> = () => ({}),
): Promise<Platform> {
  const fresh = await freshDatabase();
  const engine = await startEngine();
  const cell = await engine.register(fresh.db);
  await seedExtensionPoints(fresh);
  const issuer = await startIssuer();
  const masterKeyText = randomBytes(32).toString("base64");
  const masterKey = parseMasterKey(masterKeyText);
  const author = createAuthor(cell, engine.keyOf("annex-worker"));
  const dataPlane = await createDataPlane({
    databaseUrl: fresh.appUrl,
    masterKey,
    issuer: issuer.issuer,
    jwksUrl: issuer.jwksUrl,
    credentials: engine.keyOf("annex-data-plane"),
    invocationsAtOnce: 256,
    cacheLifeMs: 30_000,
    invokeDriver: "lean",
    acceptedAtOnce: 8,
    logLevel: "silent",
    ...(await replaced(fresh)),
  });
  const parts = { fresh, engine, cell, author, issuer, masterKey, masterKeyText, dataPlane };
  return {
    ...parts,
    acme: await seedCaller(parts, "acme"),
    globex: await seedCaller(parts, "globex"),
    async close() {
      await dataPlane.close();
      author.close();
      await issuer.close();
      await engine.close();
      await fresh.dispose();
    },
  };
}

/** Binds a tenant's function at an extension point. */
export async function bind(platform: Platform, caller: Caller, point: string, functionId: string, position = 0) {
  const { db } = platform.fresh;
  const { id: extensionPointId } = await db.operator.extensionPoint.findUniqueOrThrow({ where: { key: point } });
  const tenantId = caller.tenant.id;
  return db.operator.binding.create({ data: { tenantId, extensionPointId, functionId, position } });
}

/** The code of a problem answer, and what it tells. */
export function problemOf({ body }: Answer): { status: number; code: string; detail: string } {
  const { status, code, detail } = problemSchema.parse(body);
  return { status, code, detail };
}
