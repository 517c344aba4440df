import { AppError, type DraftContent, draftContentSchema, type Field, fieldSchema } from "@annex/contract";
import type { Db, ExtensionPoint, Function as FunctionRow, RecordType, Release, Tx } from "@annex/db";
import { credentialContext, type MasterKey, open } from "@annex/envelope";
import { type CompiledMapping, type CredentialValues, compileSoundParts } from "@annex/field-mapping";
import { z } from "zod";
import { clientCredentials } from "../credentials/client-credentials.ts";

/** A function's live release, ready to be invoked. */
export interface Target {
  readonly functionId: string;
  readonly functionName: string;
  readonly lambdaName: string;
  /** The published version of the live release: code and mapping can never disagree (decisions/003). */
  readonly lambdaVersion: string;
  readonly releaseNumber: number;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly runtime: string;
  /** The extension point whose fields the release was made for; null for none. */
  readonly extensionPointKey: string | null;
  readonly mapping: CompiledMapping;
  /** Why the mapping cannot be used: the contract changed since the release was made. Null where it can. */
  readonly mappingProblem: string | null;
  readonly credentials: CredentialValues;
  /** While traffic shifts: another release that serves `percent` of the invocations, with its own mapping. */
  readonly canary?: { readonly percent: number; readonly target: Target };
}

/** Whose function it is, as its Lambda name says: `annex-` and the tenant's key. */
export function ownerOf({ lambdaName }: Pick<Target, "lambdaName">): string {
  return lambdaName.slice(0, lambdaName.lastIndexOf("-"));
}

/** An extension point with the type of the records whose fields it is about. */
export type PointRow = ExtensionPoint & { recordType: RecordType };

/** The fields that a function at this extension point may read and set. */
export function fieldsOf(point: PointRow | null): { inputs: Field[]; outputs: Field[] } {
  const fields = z.array(fieldSchema).parse(point?.recordType.fields ?? []);
  return {
    inputs: fields.filter(({ path }) => point?.inputFields.includes(path)),
    outputs: fields.filter(({ path }) => point?.outputFields.includes(path)),
  };
}

/** What loads targets: the database, and the key that opens tenants' credentials. */
export interface TargetContext {
  readonly db: Db;
  readonly masterKey: MasterKey;
}

/** The same within one tenant. */
export interface Loading {
  readonly tx: Tx;
  readonly masterKey: MasterKey;
}

/** The values of the credentials that the mapping names; a function-bound one is for that function only. */
async function openCredentials(
  { tx, masterKey }: Loading,
  functionId: string,
  content: DraftContent,
): Promise<CredentialValues> {
  const names = content.mapping.parameters.flatMap(({ source }) =>
    source.kind === "credential" ? [source.credential] : [],
  );
  if (names.length === 0) return {};
  const rows = await tx.credential.findMany({
    where: { name: { in: names }, OR: [{ functionId: null }, { functionId }] },
  });
  return Object.fromEntries(
    rows.map((row) => {
      const secret = open(masterKey, row, credentialContext(row.tenantId, row.id));
      return [row.name, row.kind === "secret" ? secret : clientCredentials(masterKey, row.description, secret)];
    }),
  );
}

const missing = () => new AppError("not_found", "There is no such function, or it is not deployed.");

/**
 * The mapping of a release for its extension point as it is by now. One that no longer fits is the tenant's to correct:
 * loading it fails nobody's call.
 */
function mappingOf({ number, content }: { number: number; content: DraftContent }, point: PointRow | null) {
  const { compiled: mapping, problems } = compileSoundParts(content.mapping, fieldsOf(point));
  const [first] = problems;
  const mappingProblem = first
    ? `The field mapping of release ${number} does not fit the extension point any more (${first.at}: ${first.message}) Correct it and deploy again.`
    : null;
  return { mapping, mappingProblem };
}

async function releaseTarget(loading: Loading, row: FunctionRow, release: Release): Promise<Target> {
  if (!release.lambdaVersion) throw missing();
  const content = draftContentSchema.parse(release.content);
  const key = content.extensionPointKey;
  const point =
    key === null ? null : await loading.tx.extensionPoint.findUnique({ where: { key }, include: { recordType: true } });
  return {
    functionId: row.id,
    functionName: row.name,
    lambdaName: row.lambdaName,
    lambdaVersion: release.lambdaVersion,
    releaseNumber: release.number,
    timeoutMs: content.timeoutMs,
    memoryMb: content.memoryMb,
    runtime: content.runtime,
    extensionPointKey: key,
    ...mappingOf({ number: release.number, content }, point),
    credentials: await openCredentials(loading, row.id, content),
  };
}

/** A function's live release. @throws AppError `not_found` where it has none, or is not there. */
export async function toTarget(loading: Loading, where: { name: string } | { id: string }): Promise<Target> {
  const named = { ...where, deletedAt: null };
  const row = await loading.tx.function.findFirst({
    where: named,
    include: { liveRelease: true, canaryRelease: true },
  });
  if (!row?.liveRelease) throw missing();
  const { canaryRelease, canaryPercent: percent } = row;
  const live = await releaseTarget(loading, row, row.liveRelease);
  if (!canaryRelease?.lambdaVersion || percent === 0) return live;
  return { ...live, canary: { percent, target: await releaseTarget(loading, row, canaryRelease) } };
}

interface Named {
  readonly tenantId: string;
  readonly name: string;
}

/** A function of the tenant by name. @throws AppError `not_found` for a missing one, another tenant's, or one without a live release. */
export function loadTarget({ db, masterKey }: TargetContext, { tenantId, name }: Named): Promise<Target> {
  return db.forTenant(tenantId).run((tx) => toTarget({ tx, masterKey }, { name }));
}

interface Identified {
  readonly tenantId: string;
  readonly functionId: string;
}

/** The same by ID: whatever its name is by now, and whoever has its former name. @throws AppError as `loadTarget`. */
export function loadTargetById(
  { db, masterKey }: TargetContext,
  { tenantId, functionId }: Identified,
): Promise<Target> {
  return db.forTenant(tenantId).run((tx) => toTarget({ tx, masterKey }, { id: functionId }));
}

interface ReleaseName extends Identified {
  readonly number: number;
}

/** Any release of a function that was published, whichever is live. @throws AppError `not_found`. */
export function loadReleaseTarget(
  { db, masterKey }: TargetContext,
  { tenantId, functionId, number }: ReleaseName,
): Promise<Target> {
  return db.forTenant(tenantId).run(async (tx) => {
    const row = await tx.function.findFirst({ where: { id: functionId, deletedAt: null } });
    const release = row && (await tx.release.findFirst({ where: { functionId, number } }));
    if (!release) throw missing();
    return releaseTarget({ tx, masterKey }, row, release);
  });
}
