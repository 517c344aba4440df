import {
  AppError,
  type BulkAnswer,
  bulkRecordsSchema,
  type Field,
  fieldSchema,
  jsonSchema,
  largestInteger,
  type PlatformRecord,
  type RecordChange,
  recordQuerySchema,
  writeRecordSchema,
} from "@annex/contract";
import type { Record as RecordRow, Tx } from "@annex/db";
import { checkFieldValues } from "@annex/field-mapping";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { parse } from "../parse.ts";
import type { Services } from "../services.ts";
import { type Authenticated, authenticate } from "../steps/authenticate.ts";
import { correlate, deepest } from "../steps/correlate.ts";
import { listRecords } from "./list-records.ts";
import { tellCaller } from "./record-platform-call.ts";

/** A type or ID of another form can name nothing: it is missing, not wrong. */
const paramsSchema = z.object({ type: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/), id: z.uuid().optional() });
const jsonObject = z.record(z.string(), jsonSchema);

interface RecordCall extends Authenticated {
  readonly type: string;
  readonly id: string | undefined;
}

type Listed = Omit<RecordRow, "tenantId" | "data"> & { readonly data: unknown };

function toRecord({ id, typeKey, data, version, createdAt, updatedAt }: Listed): PlatformRecord {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id, type: typeKey, data: jsonObject.parse(data), version, ...times };
}

const missing = () => new AppError("not_found", "There is no such record.");

async function open(
  services: Services,
  request: FastifyRequest,
  scope: "records:read" | "records:write",
): Promise<RecordCall> {
  const said = correlate(request, services.sampled);
  const { data: params } = paramsSchema.safeParse(request.params);
  const from = await authenticate(services, request, params ? `${scope}:${params.type}` : scope);
  tellCaller(request, { tenantId: from.tenant.id, hops: deepest(said, from.caller) });
  services.limits.checkRate(from);
  if (!params) throw missing();
  return { ...from, type: params.type, id: params.id };
}

async function loadFields(tx: Tx, type: string): Promise<Field[]> {
  const row = await tx.recordType.findUnique({ where: { key: type } });
  if (!row) throw new AppError("not_found", "There is no such record type.");
  return z.array(fieldSchema).parse(row.fields);
}

/** PostgreSQL stores neither U+0000 nor half a surrogate pair: what JSON writes with an escape that is no backslash's. */
function isUnstorable(value: z.core.util.JSONType | undefined): boolean {
  return value !== undefined && /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/.test(JSON.stringify(value));
}

type Data = Readonly<Record<string, z.core.util.JSONType>>;

/**
 * What a record is to hold, of which the caller gave `given`: a field that the type has no more may still stand in what
 * was written before. @throws AppError `invalid_request` for a given field that the record type lacks, a wrong type, or
 * a required one missing.
 */
function checkData(type: string, fields: readonly Field[], data: Data, given = data): void {
  const values = Object.fromEntries(Object.entries(data).map(([name, value]) => [`${type}.${name}`, value]));
  const known = new Set(fields.map(({ path }) => path));
  const unknown = Object.keys(given)
    .map((name) => `${type}.${name}`)
    .filter((path) => !known.has(path));
  const unstorable = Object.keys(values).filter((path) => isUnstorable(values[path]));
  const errors = [
    ...unknown.map((path) => ({ path, message: `There is no field ${path}.` })),
    ...unstorable.map((path) => ({
      path,
      message: `${path} holds U+0000 or half a surrogate pair, which cannot be stored.`,
    })),
    ...checkFieldValues(values, fields),
  ].map(({ path, message }) => ({ path: `data.${path.slice(type.length + 1)}`, message }));
  if (errors[0]) throw new AppError("invalid_request", `The record is not right: ${errors[0].message}`, { errors });
}

function audit(tx: Tx, { tenant, caller, type }: RecordCall, action: string, id: string) {
  const target = `record:${type}/${id}`;
  return tx.auditEvent.create({ data: { tenantId: tenant.id, actor: `client:${caller.clientId}`, action, target } });
}

const changedMeanwhile = () => new AppError("conflict", "The record was changed meanwhile. Read it again, then write.");

/** The version that the caller read (RFC 9110, 13.1.1). @throws AppError `conflict` where there can be no such one. */
function wantedVersion(request: FastifyRequest): number | undefined {
  const header = request.headers["if-match"];
  if (header === undefined || header === "*") return undefined;
  const digits = /^(?:W\/)?"?(\d{1,15})"?$/.exec(header)?.[1];
  if (digits === undefined) throw new AppError("invalid_request", 'If-Match holds the record\'s version, such as "3".');
  // no record comes to the last one: what follows it is not kept
  if (Number(digits) >= largestInteger) throw changedMeanwhile();
  return Number(digits);
}

interface Change {
  readonly call: RecordCall;
  readonly fields: readonly Field[];
  readonly id: string;
  /** The version that the caller read. */
  readonly version: number | undefined;
}

/**
 * Holds records that are about to be changed: who changes one at the same time comes after, and in the order of their
 * IDs nobody waits for ever.
 */
async function holdRecords(tx: Tx, type: string, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS held FROM records WHERE type_key = ${type} AND id = ANY(${[...ids]}::uuid[])
    ORDER BY id FOR UPDATE`;
}

async function createOne(
  tx: Tx,
  { call, fields }: Pick<Change, "call" | "fields">,
  data: Data,
): Promise<PlatformRecord> {
  checkData(call.type, fields, data);
  const row = await tx.record.create({ data: { tenantId: call.tenant.id, typeKey: call.type, data } });
  await audit(tx, call, "createRecord", row.id);
  return toRecord(row);
}

async function updateOne(tx: Tx, { call, fields, id, ...wanted }: Change, data: Data): Promise<PlatformRecord> {
  const before = await tx.record.findFirst({ where: { id, typeKey: call.type } });
  if (!before) throw missing();
  const merged = { ...jsonObject.parse(before.data), ...data };
  checkData(call.type, fields, merged, data);
  const version = wanted.version ?? before.version;
  const changed = await tx.record.updateMany({
    where: { id: before.id, version },
    data: { data: merged, version: version + 1, updatedAt: new Date() },
  });
  if (changed.count === 0) throw changedMeanwhile();
  await audit(tx, call, "updateRecord", before.id);
  return toRecord(await tx.record.findUniqueOrThrow({ where: { id: before.id } }));
}

async function deleteOne(tx: Tx, { call, id, version }: Omit<Change, "fields">): Promise<null> {
  const one = { id, typeKey: call.type };
  const { count } = await tx.record.deleteMany({ where: { ...one, ...(version === undefined ? {} : { version }) } });
  if (count === 0) throw (await tx.record.count({ where: one })) > 0 ? changedMeanwhile() : missing();
  await audit(tx, call, "deleteRecord", id);
  return null;
}

function changeOne(tx: Tx, shared: Pick<Change, "call" | "fields">, change: RecordChange) {
  if (change.operation === "create") return createOne(tx, shared, change.data);
  const { id, version } = change;
  if (change.operation === "update") return updateOne(tx, { ...shared, id, version }, change.data);
  return deleteOne(tx, { call: shared.call, id, version });
}

/** What is wrong with one change of many, at its place. */
function atPlace(error: unknown, index: number): unknown {
  if (!(error instanceof AppError)) return error;
  const at = `changes.${index}`;
  const errors =
    error.errors.length > 0
      ? error.errors.map(({ path, message }) => ({ path: `${at}.${path}`, message }))
      : [{ path: at, message: error.message }];
  return new AppError(error.code, `Change ${index + 1} is refused, so that none was made: ${error.message}`, {
    errors,
  });
}

/** The platform API for functions: records of the token's tenant, within its scopes. */
export function recordRoutes(app: FastifyInstance, services: Services): void {
  app.get("/v1/records/:type", async (request) => {
    const call = await open(services, request, "records:read");
    const query = parse(recordQuerySchema, request.query);
    return services.db.forTenant(call.tenant.id).run(async (tx) => {
      const fields = await loadFields(tx, call.type);
      const { rows, nextCursor } = await listRecords(tx, { type: call.type, fields, query });
      const items = rows.map(({ created_at: createdAt, updated_at: updatedAt, ...row }) =>
        toRecord({ ...row, typeKey: call.type, createdAt, updatedAt }),
      );
      return { items, nextCursor };
    });
  });

  app.get("/v1/records/:type/:id", async (request, reply) => {
    const call = await open(services, request, "records:read");
    const where = { id: call.id ?? "", typeKey: call.type };
    const row = await services.db.forTenant(call.tenant.id).run((tx) => tx.record.findFirst({ where }));
    if (!row) throw missing();
    reply.header("etag", `"${row.version}"`);
    return toRecord(row);
  });

  app.post("/v1/records/:type", async (request, reply) => {
    const call = await open(services, request, "records:write");
    const { data } = parse(writeRecordSchema, request.body);
    const created = await services.db
      .forTenant(call.tenant.id)
      .run(async (tx) => createOne(tx, { call, fields: await loadFields(tx, call.type) }, data));
    return reply.status(201).header("etag", `"${created.version}"`).send(created);
  });

  app.post("/v1/records/:type/bulk", async (request): Promise<BulkAnswer> => {
    const call = await open(services, request, "records:write");
    const { changes } = parse(bulkRecordsSchema, request.body);
    return services.db.forTenant(call.tenant.id).run(async (tx) => {
      const fields = await loadFields(tx, call.type);
      const changed = changes.flatMap((change) => (change.operation === "create" ? [] : change.id));
      await holdRecords(tx, call.type, changed);
      const records: BulkAnswer["records"] = [];
      for (const [index, change] of changes.entries()) {
        const made = changeOne(tx, { call, fields }, change).catch((error) => {
          throw atPlace(error, index);
        });
        records.push(await made);
      }
      return { records };
    });
  });

  app.patch("/v1/records/:type/:id", async (request, reply) => {
    const call = await open(services, request, "records:write");
    const { data } = parse(writeRecordSchema, request.body);
    const record = await services.db.forTenant(call.tenant.id).run(async (tx) => {
      const fields = await loadFields(tx, call.type);
      await holdRecords(tx, call.type, [call.id ?? ""]);
      return updateOne(tx, { call, fields, id: call.id ?? "", version: wantedVersion(request) }, data);
    });
    reply.header("etag", `"${record.version}"`);
    return record;
  });

  app.delete("/v1/records/:type/:id", async (request, reply) => {
    const call = await open(services, request, "records:write");
    const version = wantedVersion(request);
    await services.db.forTenant(call.tenant.id).run((tx) => deleteOne(tx, { call, id: call.id ?? "", version }));
    return reply.status(204).send();
  });
}
