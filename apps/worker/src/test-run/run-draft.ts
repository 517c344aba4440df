import { randomUUID } from "node:crypto";
import {
  AppError,
  type Diagnostic,
  type DraftContent,
  type ExtensionPoint,
  type FieldValues,
  type TestResult,
} from "@annex/contract";
import { checkEnvironment, loadExtensionPoint } from "@annex/control-plane";
import {
  checkFieldValues,
  checkMapping,
  compileMapping,
  type Evaluate,
  runInput,
  runOutput,
} from "@annex/field-mapping";
import { buildArtifact } from "../build/build-artifact.ts";
import { checkCodeSize } from "../build/check-code-size.ts";
import { egressOf } from "../build/egress-of.ts";
import { layerArns } from "../layers/layer-arns.ts";
import { type LoadedLayer, loadLayers } from "../layers/load-layers.ts";
import type { TestAnswer, TestRequest } from "../runners/test-request.ts";
import type { WorkerContext } from "../worker-context.ts";
import { explainNetworkError } from "./explain-network-error.ts";
import { type LoadedCredentials, loadCredentials } from "./load-credentials.ts";
import { type AskRunner, runArtifact } from "./run-artifact.ts";

export interface DraftRun {
  readonly tenantId: string;
  readonly functionId: string;
  readonly functionName: string;
  readonly cellId: string;
  readonly content: DraftContent;
  readonly record: FieldValues;
}

/** The mapping or the environment is at fault, before any code ran. */
export class NotRunnable extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics[0]?.message ?? "The draft cannot be run.");
    this.name = "NotRunnable";
    this.diagnostics = diagnostics;
  }
}

function mappingProblem(message: string, at?: string): Diagnostic {
  return { source: "mapping", severity: "error", message, ...(at ? { at } : {}) };
}

function checkRunnable(run: DraftRun, contract: Pick<ExtensionPoint, "inputs" | "outputs">): void {
  const problems = checkMapping(run.content.mapping, contract).map(({ at, message }) => mappingProblem(message, at));
  const environment = checkEnvironment(run.content.environment).map(({ message }) => mappingProblem(message));
  const diagnostics = [...problems, ...environment];
  if (diagnostics.length > 0) throw new NotRunnable(diagnostics);
}

/** What a mapping is checked by, and where its expressions run. */
interface Mapper {
  readonly contract: Pick<ExtensionPoint, "inputs" | "outputs">;
  readonly evaluate: Evaluate;
}

async function mapEvent(run: DraftRun, { contract, evaluate }: Mapper, values: LoadedCredentials["values"]) {
  const wrong = checkFieldValues(run.record, contract.inputs);
  if (wrong.length > 0)
    throw new NotRunnable(wrong.map(({ path, message }) => mappingProblem(message, `fields.${path}`)));
  try {
    return await runInput(compileMapping(run.content.mapping, contract), run.record, values, evaluate);
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "invalid_request") throw error;
    const each = error.errors.map(({ path, message }) => mappingProblem(message, path.replace(/^mapping\./, "")));
    throw new NotRunnable(each.length > 0 ? each : [mappingProblem(error.message)]);
  }
}

const sizeOf = (layers: readonly LoadedLayer[]) => layers.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);

/** A test shows the credential's name where the handler got its value. */
function withoutSecrets(run: DraftRun, event: Readonly<Record<string, unknown>>): TestResult["event"] {
  const shown: Record<string, unknown> = { ...event };
  for (const { name, source } of run.content.mapping.parameters)
    if (source.kind === "credential") shown[name] = `(credential ${source.credential})`;
  return JSON.parse(JSON.stringify(shown));
}

function scrub<T>(value: T, secrets: readonly string[]): T {
  let text = JSON.stringify(value);
  for (const secret of secrets)
    if (secret.length >= 4) text = text.replaceAll(JSON.stringify(secret).slice(1, -1), "[secret]");
  return JSON.parse(text);
}

async function mapFields(run: DraftRun, { contract, evaluate }: Mapper, answer: TestAnswer) {
  if (answer.status !== "success") return { diagnostics: [] };
  const compiled = compileMapping(run.content.mapping, contract);
  const { fields, problems } = await runOutput(compiled, answer.output, run.record, evaluate);
  return { fields, diagnostics: problems.map(({ at, message }) => mappingProblem(message, at)) };
}

async function invoke(
  ctx: WorkerContext,
  run: DraftRun,
  {
    event,
    credentials,
    zip,
    sha256,
    layers,
  }: {
    event: TestRequest["event"];
    credentials: LoadedCredentials;
    zip: Buffer;
    sha256: string;
    layers: readonly LoadedLayer[];
  },
): Promise<TestAnswer> {
  const { handler, environment, timeoutMs, memoryMb, runtime } = run.content;
  const cell = await ctx.cells.open(run.cellId);
  const versionIds = layers.map(({ versionId }) => versionId);
  const arns = await layerArns(ctx, cell, versionIds);
  const common = { handler, environment, timeoutMs, memoryMb, event, functionName: run.functionName };
  const request = { ...common, correlationId: randomUUID() };
  const egress = egressOf(run.content, credentials.oauth2);
  const tenantId = `${run.tenantId}:${run.functionId}:${sha256.slice(0, 16)}`;
  const ask: AskRunner = (payload) => cell.runners.test({ runtime, egress, layers: arns, tenantId, payload });
  const answer = await runArtifact(ask, { zip, sha256, tenantId }, request);
  const { error } = answer;
  return scrub(error ? { ...answer, error: explainNetworkError(error, egress) } : answer, credentials.secrets);
}

/**
 * Maps, builds and runs a draft once and says what came of it; nothing is written.
 * @throws BuildFailure, NotRunnable, AppError.
 */
export async function runDraft(ctx: WorkerContext, run: DraftRun): Promise<Omit<TestResult, "totalMs">> {
  const key = run.content.extensionPointKey;
  const contract =
    key === null
      ? { inputs: [], outputs: [] }
      : await ctx.db.forTenant(run.tenantId).run((tx) => loadExtensionPoint(tx, key));
  checkRunnable(run, contract);
  const credentials = await loadCredentials(ctx, run);
  const mapper = { contract, evaluate: ctx.evaluateFor(run.tenantId) };
  const mapped = await mapEvent(run, mapper, credentials.values);
  const event: TestRequest["event"] = JSON.parse(JSON.stringify(mapped));
  const started = performance.now();
  const cell = await ctx.cells.open(run.cellId);
  const layers = await loadLayers(ctx, run.tenantId, run.content);
  const { zip, sha256, warnings, unpackedBytes } = await buildArtifact(ctx, cell, { ...run, layers });
  const buildMs = performance.now() - started;
  await checkCodeSize(ctx, run.tenantId, { sizeBytes: zip.length, unpackedBytes, layerBytes: sizeOf(layers) });
  const { status, output, error, logs, durationMs, maxMemoryMb } = await invoke(ctx, run, {
    event,
    credentials,
    zip,
    sha256,
    layers,
  });
  const { fields, diagnostics } = await mapFields(run, mapper, { status, output, logs, durationMs, maxMemoryMb });
  return {
    status,
    event: withoutSecrets(run, mapped),
    ...(output === undefined ? {} : { output }),
    ...(fields ? { fields } : {}),
    ...(error ? { error } : {}),
    diagnostics: [...warnings, ...diagnostics],
    logs,
    durationMs,
    maxMemoryMb,
    memoryMb: run.content.memoryMb,
    buildMs,
    codeBytes: unpackedBytes + sizeOf(layers),
  };
}
