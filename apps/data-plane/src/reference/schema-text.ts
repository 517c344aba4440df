import { z } from "zod";

const several = z.array(z.unknown()).optional();
const schemaSchema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: several,
  const: z.unknown().optional(),
  description: z.string().optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  anyOf: several,
  oneOf: several,
  allOf: several,
});
type Schema = z.infer<typeof schemaSchema>;

const isName = /^[A-Za-z_$][\w$]*$/;
const words: Readonly<Record<string, string>> = { integer: "number", array: "unknown[]", object: "object" };

const union = (parts: readonly string[], sign: string) => [...new Set(parts)].join(` ${sign} `);

function objectText({ properties, required = [], additionalProperties }: Schema, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties ?? {}).flatMap(([name, schema]) => {
    const { description } = schemaSchema.catch({}).parse(schema);
    const key = isName.test(name) ? name : JSON.stringify(name);
    const note = description === undefined ? [] : [`${inner}// ${description}`];
    return [...note, `${inner}${key}${required.includes(name) ? "" : "?"}: ${schemaText(schema, inner)};`];
  });
  if (typeof additionalProperties === "object" && additionalProperties !== null)
    lines.push(`${inner}[name: string]: ${schemaText(additionalProperties, inner)};`);
  return lines.length === 0 ? "object" : `{\n${lines.join("\n")}\n${indent}}`;
}

/** A JSON schema the way TypeScript writes types; what is named is told by its name. */
export function schemaText(schema: unknown, indent = ""): string {
  const parsed = schemaSchema.catch({}).parse(schema);
  const { $ref, type, anyOf, oneOf, allOf, items } = parsed;
  if ($ref !== undefined) return $ref.split("/").at(-1) ?? $ref;
  if (parsed.enum)
    return union(
      parsed.enum.map((value) => JSON.stringify(value)),
      "|",
    );
  if (parsed.const !== undefined) return JSON.stringify(parsed.const);
  const options = anyOf ?? oneOf;
  if (options)
    return union(
      options.map((option) => schemaText(option, indent)),
      "|",
    );
  if (allOf)
    return union(
      allOf.map((part) => schemaText(part, indent)),
      "&",
    );
  if (Array.isArray(type))
    return union(
      type.map((one) => schemaText({ ...parsed, type: one }, indent)),
      "|",
    );
  if (type === "array" && items !== undefined) {
    const item = schemaText(items, indent);
    return / [|&] /.test(item) ? `(${item})[]` : `${item}[]`;
  }
  if (type === "object" || parsed.properties) return objectText(parsed, indent);
  return type === undefined ? "unknown" : (words[type] ?? type);
}
