import type { FieldMapping, FieldValues, MappingProblem } from "@annex/contract";
import { type CompiledMapping, compileSoundParts } from "./compile-mapping.ts";
import { checkFieldValues } from "./field-types.ts";
import type { Json } from "./json.ts";
import { evaluateHere, inputRequest, type MappedEvent, parameterOutcomes } from "./map-input.ts";
import { outputOutcomes, outputRequest } from "./map-output.ts";
import { credentialNames, type MappingContract } from "./mapping-contract.ts";

/** One line of a preview: a value, or `problem`; both null where there is nothing (yet) to show. */
export interface PreviewValue {
  readonly value: Json;
  readonly problem: string | null;
  /** True where `value` is what would really be passed on (null included). */
  readonly set: boolean;
}

/** What a mapping does with one record, line by line in the mapping's order. */
export interface MappingPreview {
  /** The parameters that have a value. */
  readonly event: MappedEvent;
  readonly parameters: readonly (PreviewValue & { readonly name: string })[];
  readonly outputs: readonly (PreviewValue & { readonly field: string })[];
  /** What `checkMapping` says of the mapping itself. */
  readonly problems: readonly MappingProblem[];
}

/**
 * Shows what `event` would be for a record's field values and, with a sample result, which fields would be set.
 * Wrong parts show their problem, the others their value; credentials show a placeholder. Never throws; runs in the browser.
 */
export function previewMapping(
  mapping: FieldMapping,
  contract: MappingContract,
  recordFieldValues: FieldValues,
  sampleResult?: unknown,
): MappingPreview {
  const { compiled, problems } = compileSoundParts(mapping, contract);
  const found = new Map<string, PreviewValue>(problems.map(({ at, message }) => [at, problemLine(message)]));
  previewInput(compiled, recordFieldValues, contract, mapping, found);
  if (sampleResult !== undefined) previewOutput(compiled, recordFieldValues, sampleResult, found);
  const parameters = mapping.parameters.map(({ name }, index) => ({ name, ...lineAt(found, `parameters.${index}`) }));
  const outputs = mapping.outputs.map(({ field }, index) => ({ field, ...lineAt(found, `outputs.${index}`) }));
  const event: Record<string, Json> = Object.create(null);
  for (const line of parameters) if (line.set) event[line.name] = line.value;
  return { event, parameters, outputs, problems };
}

function previewInput(
  compiled: CompiledMapping,
  values: FieldValues,
  contract: MappingContract,
  mapping: FieldMapping,
  found: Map<string, PreviewValue>,
): void {
  const wrong = new Map(checkFieldValues(values, contract.inputs).map(({ path, message }) => [path, message]));
  const usable = withoutWrong(values, wrong);
  const outcomes = evaluateHere(inputRequest(compiled, usable));
  const reads = new Map(compiled.parameters.map(({ at, source, reads }) => [at, readsOf(source, reads)]));
  for (const outcome of parameterOutcomes(compiled, usable, placeholders(contract, mapping), outcomes)) {
    const message = reads.get(outcome.at)?.flatMap((path) => wrong.get(path) ?? [])[0];
    if (message !== undefined) found.set(outcome.at, problemLine(message));
    else found.set(outcome.at, outcome.ok ? valueLine(outcome.value) : problemLine(outcome.message));
  }
}

function previewOutput(
  compiled: CompiledMapping,
  values: FieldValues,
  result: unknown,
  found: Map<string, PreviewValue>,
): void {
  const outcomes = outputOutcomes(compiled, result, evaluateHere(outputRequest(compiled, result, values)));
  outcomes.forEach((outcome, index) => {
    const at = compiled.outputs[index]?.at;
    if (at === undefined || outcome.kind === "unset") return;
    found.set(at, outcome.kind === "set" ? valueLine(outcome.value) : problemLine(outcome.message));
  });
}

function readsOf(source: FieldMapping["parameters"][number]["source"], reads: readonly string[]): readonly string[] {
  return source.kind === "field" ? [source.path] : reads;
}

function withoutWrong(values: FieldValues, wrong: ReadonlyMap<string, string>): FieldValues {
  return Object.fromEntries(Object.entries(values).filter(([path]) => !wrong.has(path)));
}

/** A preview never holds a secret: each credential shows as its name. */
function placeholders(contract: MappingContract, mapping: FieldMapping): Record<string, string> {
  const named = mapping.parameters.flatMap(({ source }) => (source.kind === "credential" ? [source.credential] : []));
  const names = [...credentialNames(contract.credentials ?? []), ...named];
  return Object.fromEntries(names.map((name) => [name, `(credential ${name})`]));
}

function lineAt(found: ReadonlyMap<string, PreviewValue>, at: string): PreviewValue {
  return found.get(at) ?? { value: null, problem: null, set: false };
}

function valueLine(value: Json): PreviewValue {
  return { value, problem: null, set: true };
}

function problemLine(problem: string): PreviewValue {
  return { value: null, problem, set: false };
}
