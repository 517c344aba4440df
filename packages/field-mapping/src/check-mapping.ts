import type { Field, FieldMapping, MappingProblem, OutputMapping, ParameterMapping } from "@annex/contract";
import { didYouMean } from "./close-match.ts";
import { createExpressionParser, type ExpressionCheck } from "./expression/parse-expression.ts";
import { copyJson, isSafeName } from "./json.ts";
import { credentialNames, type MappingContract } from "./mapping-contract.ts";
import { outputTypeProblem } from "./output-type.ts";

const parameterName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const resultPath = /^[A-Za-z0-9_$]+(\.[A-Za-z0-9_$]+)*$/;

/** The parsers of a mapping's two scopes. */
export interface MappingParsers {
  readonly input: (text: string) => ExpressionCheck;
  readonly output: (text: string) => ExpressionCheck;
}

/** Parsers for a contract: parameters see the inputs, outputs see the inputs and `result`. */
export function createMappingParsers({ inputs }: MappingContract): MappingParsers {
  return {
    input: createExpressionParser({ inputs, withResult: false }),
    output: createExpressionParser({ inputs, withResult: true }),
  };
}

/**
 * Every problem of a mapping against its contract, each with its place (`parameters.2`, `outputs.0`) and a message
 * that says what to do. An empty list means that the mapping may be released. Never throws for a parsed mapping.
 */
export function checkMapping(mapping: FieldMapping, contract: MappingContract): MappingProblem[] {
  const parsers = createMappingParsers(contract);
  return [
    ...mapping.parameters.flatMap((parameter, index) =>
      place(`parameters.${index}`, [
        ...parameterNameProblems(parameter, mapping.parameters.slice(0, index)),
        ...parameterSourceProblems(parameter, contract, parsers),
      ]),
    ),
    ...mapping.outputs.flatMap((output, index) =>
      place(`outputs.${index}`, outputProblems(output, mapping.outputs.slice(0, index), contract, parsers)),
    ),
  ];
}

function place(at: string, messages: readonly string[]): MappingProblem[] {
  return messages.map((message) => ({ at, message }));
}

function parameterNameProblems({ name }: ParameterMapping, earlier: readonly ParameterMapping[]): string[] {
  if (name === "") return ["Name the parameter, such as total."];
  if (!isSafeName(name)) return [`A parameter cannot be named ${name}; choose another name.`];
  if (!parameterName.test(name)) return [`A parameter is named like a variable (total, vatNumber), not "${name}".`];
  if (earlier.some((other) => other.name === name)) return [`${name} is mapped twice; rename or remove one.`];
  return [];
}

function parameterSourceProblems(
  { source }: ParameterMapping,
  contract: MappingContract,
  parsers: MappingParsers,
): string[] {
  switch (source.kind) {
    case "field":
      return inputProblems(source.path, contract);
    case "constant":
      return constantProblems(source.value);
    case "credential":
      return credentialProblems(source.credential, contract);
    case "expression": {
      const check = parsers.input(source.expression);
      return check.ok ? [] : [check.message];
    }
  }
}

function inputProblems(path: string, { inputs, outputs }: MappingContract): string[] {
  if (path === "") return ["Choose a field, such as invoice.total."];
  if (inputs.some((field) => field.path === path)) return [];
  if (outputs.some((field) => field.path === path)) {
    return [`${path} can only be set here, not read; choose one of the input fields.`];
  }
  return [`No field ${path}${didYouMean(path, pathsOf(inputs))}`];
}

function constantProblems(value: unknown): string[] {
  try {
    copyJson(value);
    return JSON.stringify(value).length > 10_000 ? ["A constant has at most 10,000 characters."] : [];
  } catch {
    return ["A constant must be a JSON value that is not deeply nested."];
  }
}

function credentialProblems(name: string, { credentials }: MappingContract): string[] {
  if (name === "") return ["Choose a credential."];
  if (credentials === undefined) return [];
  const names = credentialNames(credentials);
  return names.includes(name)
    ? []
    : [`No credential ${name}${didYouMean(name, names)} Add it under Credentials, or choose another.`];
}

function outputProblems(
  { field, source }: OutputMapping,
  earlier: readonly OutputMapping[],
  contract: MappingContract,
  parsers: MappingParsers,
): string[] {
  const target = contract.outputs.find((output) => output.path === field);
  const duplicate = earlier.some((other) => other.field === field);
  return [
    ...(target === undefined ? [unknownOutput(field, contract)] : []),
    ...(duplicate ? [`${field} is set twice; remove one of the two.`] : []),
    ...(source.kind === "result"
      ? resultPathProblems(source.path)
      : outputExpressionProblems(target, parsers.output(source.expression))),
  ];
}

function unknownOutput(field: string, { inputs, outputs }: MappingContract): string {
  if (field === "") return "Choose the field to set.";
  if (inputs.some((input) => input.path === field)) {
    return `${field} can only be read here, not set${outputs.length > 0 ? `; it may set ${listOf(outputs)}.` : "."}`;
  }
  return `No field ${field} to set${didYouMean(field, pathsOf(outputs))}`;
}

function resultPathProblems(path: string): string[] {
  if (path === "") return ["Name the property of the function's result, such as riskScore."];
  if (!resultPath.test(path))
    return [`A property of the result is written like riskScore or score.value, not "${path}".`];
  const unsafe = path.split(".").find((segment) => !isSafeName(segment));
  return unsafe === undefined ? [] : [`A result's property cannot be named ${unsafe}; choose another name.`];
}

function outputExpressionProblems(target: Field | undefined, check: ExpressionCheck): string[] {
  if (!check.ok) return [check.message];
  if (target === undefined) return [];
  const problem = outputTypeProblem(target.path, target.type, check.expression.type);
  return problem === null ? [] : [problem];
}

function pathsOf(fields: readonly Field[]): string[] {
  return fields.map((field) => field.path);
}

function listOf(fields: readonly Field[]): string {
  return pathsOf(fields).join(", ");
}
