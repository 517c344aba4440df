import {
  AppError,
  type Field,
  type FieldMapping,
  type MappingProblem,
  type OutputMapping,
  type ParameterMapping,
} from "@annex/contract";
import { checkMapping, createMappingParsers } from "./check-mapping.ts";
import type { ExpressionScope } from "./expression/expression-scope.ts";
import type { ExpressionCheck } from "./expression/parse-expression.ts";
import type { MappingContract } from "./mapping-contract.ts";

/** A parameter ready to run; `expression` is its index in `CompiledMapping.input.expressions`, or -1. */
export interface CompiledParameter {
  readonly at: string;
  readonly name: string;
  readonly source: ParameterMapping["source"];
  readonly expression: number;
  /** The input fields that its expression reads. */
  readonly reads: readonly string[];
}

/** An output ready to run; `expression` is its index in `CompiledMapping.output.expressions`, or -1. */
export interface CompiledOutput {
  readonly at: string;
  readonly field: Field;
  readonly source: OutputMapping["source"];
  readonly expression: number;
}

/** The expressions of one direction and the input fields that they read. */
export interface CompiledExpressions {
  readonly scope: ExpressionScope;
  readonly expressions: readonly string[];
  readonly reads: readonly string[];
}

/** A release's field mapping, checked and ready to run any number of times. Immutable. */
export interface CompiledMapping {
  readonly inputs: readonly Field[];
  readonly parameters: readonly CompiledParameter[];
  readonly outputs: readonly CompiledOutput[];
  readonly input: CompiledExpressions;
  readonly output: CompiledExpressions;
}

/**
 * Compiles a mapping for its contract, once per release.
 * Throws AppError `invalid_request` with one error per problem where `checkMapping` finds any.
 */
export function compileMapping(mapping: FieldMapping, contract: MappingContract): CompiledMapping {
  const { compiled, problems } = compileSoundParts(mapping, contract);
  if (problems.length > 0) {
    throw new AppError("invalid_request", "The field mapping has problems. Correct them and try again.", {
      errors: problems.map(({ at, message }) => ({ path: `mapping.${at}`, message })),
    });
  }
  return compiled;
}

/** Compiles the parameters and outputs that have no problem and tells the problems of the others. For previews. */
export function compileSoundParts(
  mapping: FieldMapping,
  contract: MappingContract,
): { readonly compiled: CompiledMapping; readonly problems: MappingProblem[] } {
  const problems = checkMapping(mapping, contract);
  const wrong = new Set(problems.map((problem) => problem.at));
  const parsers = createMappingParsers(contract);
  const input = collectExpressions(parsers.input);
  const output = collectExpressions(parsers.output);
  const parameters = sound(mapping.parameters, "parameters", wrong).map(({ at, item }) => ({
    at,
    ...item,
    ...input.add(item.source),
  }));
  const outputs = sound(mapping.outputs, "outputs", wrong).flatMap(({ at, item }) =>
    contract.outputs
      .filter((field) => field.path === item.field)
      .map((field) => ({ at, field, source: item.source, expression: output.add(item.source).expression })),
  );
  const inputs = contract.inputs;
  return {
    problems,
    compiled: {
      inputs,
      parameters,
      outputs,
      input: input.done({ inputs, withResult: false }),
      output: output.done({ inputs, withResult: true }),
    },
  };
}

function sound<T>(items: readonly T[], list: string, wrong: ReadonlySet<string>): { at: string; item: T }[] {
  return items.map((item, index) => ({ at: `${list}.${index}`, item })).filter(({ at }) => !wrong.has(at));
}

function collectExpressions(parse: (text: string) => ExpressionCheck) {
  const expressions: string[] = [];
  const reads = new Set<string>();
  return {
    add(source: ParameterMapping["source"] | OutputMapping["source"]) {
      if (source.kind !== "expression") return { expression: -1, reads: [] };
      const check = parse(source.expression);
      const own = check.ok ? check.expression.reads : [];
      for (const path of own) reads.add(path);
      return { expression: expressions.push(source.expression) - 1, reads: own };
    },
    done: (scope: ExpressionScope): CompiledExpressions => ({
      // Only what is read travels to the evaluator.
      scope: { ...scope, inputs: scope.inputs.filter((field) => reads.has(field.path)) },
      expressions,
      reads: [...reads],
    }),
  };
}
