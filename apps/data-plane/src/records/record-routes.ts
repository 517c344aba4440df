import { AppError, type Field, fieldSchema, type PlatformRecord, writeRecordSchema } from "@annex/contract";
import type { Record as RecordRow, Tx } from "@annex/db";
import { checkFieldValues } from "@annex/field-mapping";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { parse } from "../parse.ts";
import type { Services } from "../services.ts";
import { type Authenticated, authenticate } from "../steps/authenticate.ts";
import { correlate } from "../steps/correlate.ts";
import { tellCaller } from "./record-platform-call.ts";

/** A type or ID of another form can name nothing: it is missing, not wrong. */
const paramsSchema = z.object({ type: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/), id: z.uuid().optional() });
const listSchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.uuid().optional(),
});
const jsonObject = z.record(z.string(), z.json());

interface RecordCall extends Authenticated {
  readonly type: string;
  readonly id: string | undefined;
}

function toRecord({ id, typeKey, data, version, createdAt, updatedAt }: RecordRow): PlatformRecord {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { id, type: typeKey, data: jsonObject.parse(data), version, ...times };
}

const missing = () => new AppError("not_found", "There is no such record.");

async function open(
  services: Services,
  request: FastifyRequest,
  scope: "records:read" | "records:write",
): Promise<RecordCall> {
  const { hops } = correlate(request);
  const { data: params } = paramsSchema.safeParse(request.params);
  const from = await authenticate(services, request, params ? `${scope}:${params.type}` : scope);
  tellCaller(request, { tenantId: from.tenant.id, hops });
  services.limits.checkRate(from);
  if (!params) throw missing();
  return { ...from, type: params.type, id: params.id };
}

async function loadFields(tx: Tx, type: string): Promise<Field[]> {
  const row = await tx.recordType.findUnique({ where: { key: type } });
  if (!row) throw new AppError("not_found", "There is no such record type.");
  return z.array(fieldSchema).parse(row.fields);
}

/** PostgreSQL stores no U+0000. */
function hasNul(value: z.core.util.JSONType | undefined): boolean {
  return value !== undefined && JSON.stringify(value).includes("\\u0000");
}

/** @throws AppError `invalid_request` for a field that the record type lacks, a wrong type, or a required one missing. */
function checkData(type: string, fields: readonly Field[], data: Readonly<Record<string, z.core.util.JSONType>>): void {
  const values = Object.fromEntries(Object.entries(data).map(([name, value]) => [`${type}.${name}`, value]));
  const known = new Set(fields.map(({ path }) => path));
  const unknown = Object.keys(values).filter((path) => !known.has(path));
  const unstorable = Object.keys(values).filter((path) => hasNul(values[path]));
  const errors = [
    ...unknown.map((path) => ({ path, message: `There is no field ${path}.` })),
    ...unstorable.map((path) => ({ path, message: `${path} holds the character U+0000, which cannot be stored.` })),
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
  if (Number(digits) > 0x7fff_ffff) throw changedMeanwhile();
  return Number(digits);
}

async function updateRecord(services: Services, request: FastifyRequest): Promise<PlatformRecord> {
  const call = await open(services, request, "records:write");
  const { data } = parse(writeRecordSchema, request.body);
  return services.db.forTenant(call.tenant.id).run(async (tx) => {
    const fields = await loadFields(tx, call.type);
    const before = await tx.record.findFirst({ where: { id: call.id ?? "", typeKey: call.type } });
    if (!before) throw missing();
    const merged = { ...jsonObject.parse(before.data), ...data };
    checkData(call.type, fields, merged);
    const version = wantedVersion(request) ?? before.version;
    const changed = await tx.record.updateMany({
      where: { id: before.id, version },
      data: { data: merged, version: version + 1, updatedAt: new Date() },
    });
    if (changed.count === 0) throw changedMeanwhile();
    await audit(tx, call, "updateRecord", before.id);
    return toRecord(await tx.record.findUniqueOrThrow({ where: { id: before.id } }));
  });
}

/** The platform API for functions: records of the token's tenant, within its scopes. */
export function recordRoutes(app: FastifyInstance, services: Services): void {
  app.get("/v1/records/:type", async (request) => {
    const call = await open(services, request, "records:read");
    const { limit, cursor } = parse(listSchema, request.query);
    return services.db.forTenant(call.tenant.id).run(async (tx) => {
      await loadFields(tx, call.type);
      const where = { typeKey: call.type, ...(cursor ? { id: { gt: cursor } } : {}) };
      const rows = await tx.record.findMany({ where, orderBy: { id: "asc" }, take: limit + 1 });
      const items = rows.slice(0, limit).map(toRecord);
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
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
    const created = await services.db.forTenant(call.tenant.id).run(async (tx) => {
      checkData(call.type, await loadFields(tx, call.type), data);
      const row = await tx.record.create({ data: { tenantId: call.tenant.id, typeKey: call.type, data } });
      await audit(tx, call, "createRecord", row.id);
      return row;
    });
    return reply.status(201).header("etag", `"${created.version}"`).send(toRecord(created));
  });

  app.patch("/v1/records/:type/:id", async (request, reply) => {
    const record = await updateRecord(services, request);
    reply.header("etag", `"${record.version}"`);
    return record;
  });

  app.delete("/v1/records/:type/:id", async (request, reply) => {
    const call = await open(services, request, "records:write");
    await services.db.forTenant(call.tenant.id).run(async (tx) => {
      const wanted = wantedVersion(request);
      const one = { id: call.id ?? "", typeKey: call.type };
      const where = { ...one, ...(wanted === undefined ? {} : { version: wanted }) };
      const { count } = await tx.record.deleteMany({ where });
      if (count === 0) throw (await tx.record.count({ where: one })) > 0 ? changedMeanwhile() : missing();
      await audit(tx, call, "deleteRecord", call.id ?? "");
    });
    return reply.status(204).send();
  });
}
