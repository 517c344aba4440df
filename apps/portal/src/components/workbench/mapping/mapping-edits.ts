import type { DraftContent, FieldMapping, OutputMapping, ParameterMapping } from "@annex/contract";

type Edit = (content: DraftContent) => DraftContent;

function withMapping(change: (mapping: FieldMapping) => FieldMapping): Edit {
  return (content) => ({ ...content, mapping: change(content.mapping) });
}

function replaced<T>(items: readonly T[], at: number, item: T): T[] {
  return items.map((old, index) => (index === at ? item : old));
}

export function setParameter(at: number, parameter: ParameterMapping): Edit {
  return withMapping((mapping) => ({ ...mapping, parameters: replaced(mapping.parameters, at, parameter) }));
}

export function addParameter(parameter: ParameterMapping): Edit {
  return withMapping((mapping) => ({ ...mapping, parameters: [...mapping.parameters, parameter] }));
}

export function removeParameter(at: number): Edit {
  return withMapping((mapping) => ({ ...mapping, parameters: mapping.parameters.filter((_, index) => index !== at) }));
}

export function setOutput(at: number, output: OutputMapping): Edit {
  return withMapping((mapping) => ({ ...mapping, outputs: replaced(mapping.outputs, at, output) }));
}

export function addOutput(output: OutputMapping): Edit {
  return withMapping((mapping) => ({ ...mapping, outputs: [...mapping.outputs, output] }));
}

export function removeOutput(at: number): Edit {
  return withMapping((mapping) => ({ ...mapping, outputs: mapping.outputs.filter((_, index) => index !== at) }));
}

/** A field set from the result's property of its own name. */
export function outputFor(path: string): OutputMapping {
  return { field: path, source: { kind: "result", path: path.split(".").at(-1) ?? "" } };
}

/** `invoice.vatNumber` becomes `vatNumber`, or `vatNumber2` where that is taken. */
export function parameterNameFor(path: string, taken: readonly string[]): string {
  const base = path.split(".").at(-1) ?? "value";
  let name = base;
  for (let count = 2; taken.includes(name); count += 1) name = `${base}${count}`;
  return name;
}
