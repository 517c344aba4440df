import type { FieldMapping } from "@annex/contract";
import { parameterTypes } from "./event-types.ts";
import type { MappingContract } from "./mapping-contract.ts";

/** A key of `event` that the editor offers in Python: `event["total"]`, with its Python type. */
export interface Completion {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

const pythonTypes: readonly (readonly [RegExp, string])[] = [
  [/^string$/, "str"],
  [/^number$/, "float"],
  [/^boolean$/, "bool"],
  [/^null$/, "None"],
  [/^"/, "str"],
  [/^-?\d/, "float"],
  [/^(true|false)$/, "bool"],
  [/^(Array<|\(|AnnexJson\[\])/, "list"],
  [/^(\{|OAuth2Credential$)/, "dict"],
];

/** The completions of `event` for languages without type declarations (Python). Never throws. */
export function eventCompletions(mapping: FieldMapping, contract: MappingContract): Completion[] {
  return parameterTypes(mapping, contract).map(({ name, type, doc }) => ({ name, type: pythonType(type), doc }));
}

function pythonType(type: string): string {
  const nullable = type.endsWith(" | null");
  const base = nullable ? type.slice(0, -" | null".length) : type;
  const found = pythonTypes.find(([pattern]) => pattern.test(base))?.[1] ?? "Any";
  return nullable && found !== "Any" ? `${found} | None` : found;
}
