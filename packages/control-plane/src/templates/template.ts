import type { FieldMapping, SourceFile, Template } from "@annex/contract";

/** A starting point with its code. The mapping's parts that an extension point does not have are left out. */
export interface TemplateSource extends Template {
  readonly files: readonly SourceFile[];
  readonly handler: string;
  readonly mapping: FieldMapping;
}

/** A mapping of fields to parameters and of results to fields, each named like the last part of its path. */
export function mappingOf(inputs: readonly string[], outputs: readonly string[]): FieldMapping {
  const last = (path: string) => path.slice(path.lastIndexOf(".") + 1);
  return {
    parameters: inputs.map((path) => ({ name: last(path), source: { kind: "field", path } })),
    outputs: outputs.map((field) => ({ field, source: { kind: "result", path: last(field) } })),
  };
}
