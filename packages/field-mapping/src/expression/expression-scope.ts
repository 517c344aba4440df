import type { Field, FieldType } from "@annex/contract";
import { Environment } from "@marcbachmann/cel-js";

/** What an expression may name: input fields, and `result` where it is an output's. */
export interface ExpressionScope {
  readonly inputs: readonly Field[];
  readonly withResult: boolean;
}

/** The variable that holds the handler's result in an output's expression. */
export const resultVariable = "result";

const celTypes: Readonly<Record<FieldType, string>> = {
  string: "string",
  number: "double",
  integer: "int",
  boolean: "bool",
  date: "string",
  json: "dyn",
};

interface SchemaTree {
  [name: string]: string | SchemaTree;
}

/** CEL's environment of a scope: each record type a typed variable, bounded in depth and size. */
export function createEnvironment(scope: ExpressionScope): Environment {
  const environment = new Environment({
    homogeneousAggregateLiterals: false,
    unlistedVariablesAreDyn: false,
    limits: { maxDepth: 40, maxAstNodes: 2000 },
  });
  if (scope.withResult) environment.registerVariable(resultVariable, "dyn");
  for (const [name, schema] of Object.entries(schemaOf(scope.inputs))) {
    if (environment.hasVariable(name)) continue;
    if (typeof schema === "string") environment.registerVariable(name, schema);
    else environment.registerVariable(name, { schema });
  }
  return environment;
}

function schemaOf(fields: readonly Field[]): SchemaTree {
  const root: SchemaTree = {};
  // Shorter paths last: where `invoice.payload` and `invoice.payload.id` are both fields, the whole one wins.
  for (const field of fields.toSorted((a, b) => b.path.length - a.path.length)) {
    const segments = field.path.split(".");
    const last = segments.pop();
    let branch = root;
    for (const segment of segments) {
      const next = branch[segment];
      const child: SchemaTree = typeof next === "object" ? next : {};
      branch[segment] = child;
      branch = child;
    }
    if (last !== undefined) branch[last] = celTypes[field.type];
  }
  return root;
}
