import {
  AppError,
  type DraftContent,
  draftContentSchema,
  type Field,
  type FieldValues,
  fieldSchema,
  fieldValuesSchema,
} from "@annex/contract";
import type { Binding, Db, ExtensionPoint, Function as FunctionRow, RecordType, Release, Tx } from "@annex/db";
import { credentialContext, type MasterKey, open } from "@annex/envelope";
import {
  type CompiledMapping,
  type ConditionCheck,
  type CredentialValues,
  checkCondition,
  checkFieldValues,
  compileSoundParts,
} from "@annex/field-mapping";
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

type PointRow = ExtensionPoint & { recordType: RecordType };

/** The fields that a function at this extension point may read and set. */
export function fieldsOf(point: PointRow | null): { inputs: Field[]; outputs: Field[] } {
  const fields = z.array(fieldSchema).parse(point?.recordType.fields ?? []);
  return {
    inputs: fields.filter(({ path }) => point?.inputFields.includes(path)),
    outputs: fields.filter(({ path }) => point?.outputFields.includes(path)),
  };
}

/** The values of the credentials that the mapping names; a function-bound one is for that function only. */
async function openCredentials(
  tx: Tx,
  masterKey: MasterKey,
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

async function releaseTarget(tx: Tx, masterKey: MasterKey, row: FunctionRow, release: Release): Promise<Target> {
  if (!release.lambdaVersion) throw missing();
  const content = draftContentSchema.parse(release.content);
  const key = content.extensionPointKey;
  const point =
    key === null ? null : await tx.extensionPoint.findUnique({ where: { key }, include: { recordType: true } });
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
    credentials: await openCredentials(tx, masterKey, row.id, content),
  };
}

async function toTarget(tx: Tx, masterKey: MasterKey, where: { name: string } | { id: string }): Promise<Target> {
  const named = { ...where, deletedAt: null };
  const row = await tx.function.findFirst({ where: named, include: { liveRelease: true, canaryRelease: true } });
  if (!row?.liveRelease) throw missing();
  const { canaryRelease, canaryPercent: percent } = row;
  const live = await releaseTarget(tx, masterKey, row, row.liveRelease);
  if (!canaryRelease?.lambdaVersion || percent === 0) return live;
  return { ...live, canary: { percent, target: await releaseTarget(tx, masterKey, row, canaryRelease) } };
}

/** A function of the tenant by name. @throws AppError `not_found` for a missing one, another tenant's, or one without a live release. */
export function loadTarget(db: Db, masterKey: MasterKey, tenantId: string, name: string): Promise<Target> {
  return db.forTenant(tenantId).run((tx) => toTarget(tx, masterKey, { name }));
}

/** The same by ID: whatever its name is by now, and whoever has its former name. @throws AppError as `loadTarget`. */
export function loadTargetById(db: Db, masterKey: MasterKey, tenantId: string, id: string): Promise<Target> {
  return db.forTenant(tenantId).run((tx) => toTarget(tx, masterKey, { id }));
}

interface ReleaseName {
  readonly tenantId: string;
  readonly functionId: string;
  readonly number: number;
}

/** Any release of a function that was published, whichever is live. @throws AppError `not_found`. */
export function loadReleaseTarget(
  db: Db,
  masterKey: MasterKey,
  { tenantId, functionId, number }: ReleaseName,
): Promise<Target> {
  return db.forTenant(tenantId).run(async (tx) => {
    const row = await tx.function.findFirst({ where: { id: functionId, deletedAt: null } });
    const release = row && (await tx.release.findFirst({ where: { functionId, number } }));
    if (!release) throw missing();
    return releaseTarget(tx, masterKey, row, release);
  });
}

/** A function as it is bound: when it runs, how long it may take, what its failure means. */
export interface BoundTarget {
  readonly target: Target;
  /** `blocking`: the caller waits for it. `async`: it runs once those are through, by itself. */
  readonly mode: "blocking" | "async";
  /** Null: always. One that no longer fits the extension point's fields says why. */
  readonly condition: ConditionCheck | null;
  readonly timeoutMs: number | null;
  readonly failureMode: "open" | "closed";
  readonly fallback: FieldValues | null;
}

/** What of a fallback still fits: the fields may have changed since it was written. */
function fittingFallback(fallback: unknown, outputs: readonly Field[]): FieldValues | null {
  if (fallback === null) return null;
  const values = fieldValuesSchema.parse(fallback);
  const wrong = new Set(checkFieldValues(values, outputs).map(({ path }) => path));
  const fits = (path: string) => outputs.some((field) => field.path === path) && !wrong.has(path);
  return Object.fromEntries(Object.entries(values).filter(([path]) => fits(path)));
}

function boundTarget(binding: Binding, point: PointRow, target: Target): BoundTarget {
  const { condition, timeoutMs, fallback, mode } = binding;
  const { inputs, outputs } = fieldsOf(point);
  const failureMode = point.failureMode === "closed" ? "closed" : (binding.failureMode ?? point.failureMode);
  return {
    target,
    mode,
    condition: condition === null ? null : checkCondition(condition, inputs),
    timeoutMs,
    failureMode: mode === "async" ? "open" : failureMode, // nobody waits whose call it could fail
    fallback: fittingFallback(fallback, outputs),
  };
}

/** An extension point with the tenant's own live functions in their order. */
export interface PointTargets {
  readonly key: string;
  readonly timeoutMs: number;
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
  readonly bound: readonly BoundTarget[];
}

/** @throws AppError `not_found` when there is no such extension point. */
export function loadPointTargets(db: Db, masterKey: MasterKey, tenantId: string, key: string): Promise<PointTargets> {
  return db.forTenant(tenantId).run(async (tx) => {
    const point = await tx.extensionPoint.findUnique({ where: { key }, include: { recordType: true } });
    if (!point) throw new AppError("not_found", "There is no such extension point.");
    const bindings = await tx.binding.findMany({
      where: { extensionPointId: point.id, enabled: true, function: { liveReleaseId: { not: null } } },
      orderBy: [{ position: "asc" }, { createdAt: "asc" }],
    });
    const bound: BoundTarget[] = [];
    for (const binding of bindings) {
      const target = await toTarget(tx, masterKey, { id: binding.functionId });
      bound.push(boundTarget(binding, point, target));
    }
    return { key, timeoutMs: point.timeoutMs, ...fieldsOf(point), bound };
  });
}
