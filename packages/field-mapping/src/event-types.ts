import type { Field, FieldMapping, FieldType, Language, ParameterMapping } from "@annex/contract";
import { createExpressionParser, type ExpressionCheck } from "./expression/parse-expression.ts";
import { isPlainObject, isSafeName } from "./json.ts";
import type { MappingContract } from "./mapping-contract.ts";

const fieldTypes: Readonly<Record<FieldType, string>> = {
  string: "string",
  number: "number",
  integer: "number",
  boolean: "boolean",
  date: "string",
  json: "AnnexJson",
};

const fixedTypes = `/** Any JSON value. */
type AnnexJson = string | number | boolean | null | AnnexJson[] | { [key: string]: AnnexJson };

/** OAuth2 client credentials of your tenant: hand them to createPlatformClient of "@annex/function-sdk". */
interface OAuth2Credential {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tokenUrl: string;
  readonly apiUrl: string;
  readonly scope: string;
}

/** What AWS Lambda tells about this invocation. */
interface AnnexContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly clientContext?: { readonly custom?: { readonly [key: string]: string } };
  /** Milliseconds until the function times out. */
  getRemainingTimeInMillis(): number;
}
`;

const handlerType = `/** Your handler: gets the mapped parameters, returns the result that the output mapping reads. */
type AnnexHandler = (event: AnnexEvent, context: AnnexContext) => Promise<AnnexResult>;
`;

/**
 * Ambient TypeScript declarations of a mapping, for the editor: `AnnexEvent`, `AnnexResult`, `AnnexContext`,
 * `AnnexHandler`, `OAuth2Credential`. The same text serves JavaScript; Python gets an empty text (see
 * `eventCompletions`). Wrong parts of a mapping are typed `unknown`. Never throws.
 */
export function eventTypes(mapping: FieldMapping, contract: MappingContract, language: Language): string {
  if (language === "python") return "";
  return [fixedTypes, eventInterface(mapping, contract), resultInterface(mapping, contract), handlerType].join("\n");
}

/** A parameter's name, TypeScript type and one line about where its value comes from. */
export interface ParameterType {
  readonly name: string;
  readonly type: string;
  readonly doc: string;
}

/** The TypeScript type of each well-named parameter of a mapping; the first of two with one name. */
export function parameterTypes(mapping: FieldMapping, contract: MappingContract): ParameterType[] {
  const parse = createExpressionParser({ inputs: contract.inputs, withResult: false });
  const byName = new Map<string, ParameterType>();
  for (const { name, source } of mapping.parameters) {
    if (!/^[A-Za-z_]\w*$/.test(name) || !isSafeName(name) || byName.has(name)) continue;
    byName.set(name, { name, ...parameterType(source, contract, parse) });
  }
  return [...byName.values()];
}

function parameterType(
  source: ParameterMapping["source"],
  contract: MappingContract,
  parse: (text: string) => ExpressionCheck,
): Omit<ParameterType, "name"> {
  switch (source.kind) {
    case "field":
      return fieldType(source.path, contract.inputs);
    case "constant":
      return { type: constantType(source.value), doc: "A constant of the field mapping." };
    case "credential":
      return { type: credentialType(source.credential, contract), doc: `The credential ${source.credential}.` };
    case "expression":
      return expressionType(source.expression, contract, parse(source.expression));
  }
}

function fieldType(path: string, fields: readonly Field[]): Omit<ParameterType, "name"> {
  const field = fields.find((candidate) => candidate.path === path);
  if (field === undefined) return { type: "unknown", doc: `${path}: not a field of this extension point.` };
  const type = fieldTypes[field.type];
  return { type: field.required || type === "AnnexJson" ? type : `${type} | null`, doc: describeField(field) };
}

function describeField(field: Field): string {
  const format = field.type === "date" ? ", an ISO 8601 text" : field.type === "integer" ? ", a whole number" : "";
  return `${field.path}: ${field.label}${format}${field.required ? "" : " (may be missing)"}`;
}

function constantType(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "unknown";
  if (Array.isArray(value)) return value.length === 0 ? "AnnexJson[]" : `(${unionOf(value.map(constantType))})[]`;
  if (!isPlainObject(value)) return "unknown";
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${constantType(item)}`);
  return `{ ${entries.join("; ")} }`;
}

function unionOf(types: readonly string[]): string {
  return [...new Set(types)].join(" | ");
}

function credentialType(name: string, { credentials = [] }: MappingContract): string {
  const known = credentials.find((item) => typeof item !== "string" && item.name === name);
  if (known === undefined || typeof known === "string") return "OAuth2Credential | string";
  return known.kind === "oauth2_client" ? "OAuth2Credential" : "string";
}

function expressionType(text: string, contract: MappingContract, check: ExpressionCheck): Omit<ParameterType, "name"> {
  const doc = `Computed: ${text}`;
  if (!check.ok) return { type: "unknown", doc };
  const { type: celType, reads } = check.expression;
  const type = typeOfCel(celType);
  const optional = contract.inputs.some((field) => !field.required && reads.includes(field.path));
  return { type: optional && type !== "AnnexJson" && type !== "null" ? `${type} | null` : type, doc };
}

/** The TypeScript type of CEL's `celType`: `list<map<string, double>>` becomes `Array<{ [key: string]: number }>`. */
function typeOfCel(celType: string): string {
  const scalar = celScalars.get(celType);
  if (scalar !== undefined) return scalar;
  const list = /^list<(.+)>$/.exec(celType)?.[1];
  if (list !== undefined) return `Array<${typeOfCel(list)}>`;
  const value = /^map<[a-z]+, (.+)>$/.exec(celType)?.[1];
  return value === undefined ? "AnnexJson" : `{ [key: string]: ${typeOfCel(value)} }`;
}

const celScalars = new Map([
  ["double", "number"],
  ["int", "number"],
  ["uint", "number"],
  ["string", "string"],
  ["bool", "boolean"],
  ["null", "null"],
  ["google.protobuf.Timestamp", "string"],
  ["list", "AnnexJson[]"],
  ["map", "{ [key: string]: AnnexJson }"],
]);

function eventInterface(mapping: FieldMapping, contract: MappingContract): string {
  const properties = parameterTypes(mapping, contract).map(
    ({ name, type, doc }) => `  /** ${commentText(doc)} */\n  readonly ${name}: ${type};\n`,
  );
  return `/** What your function gets: the mapped parameters and nothing else. */\ninterface AnnexEvent {\n${properties.join("")}}\n`;
}

/** Text of a tenant inside a comment: on one line, unable to close it. */
function commentText(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("*/", "* /");
}

interface ResultNode {
  readonly leaves: Field[];
  readonly children: Map<string, ResultNode>;
}

function resultInterface({ outputs }: FieldMapping, contract: MappingContract): string {
  const doc = "/** What your function returns: the properties that the output mapping reads. */\n";
  const root: ResultNode = { leaves: [], children: new Map() };
  for (const { field, source } of outputs) {
    const target = contract.outputs.find((candidate) => candidate.path === field);
    if (source.kind === "result" && target !== undefined) addResult(root, source.path, target);
  }
  // With an expression any property may be read; with no output at all any result will do.
  const open = outputs.some((output) => output.source.kind === "expression");
  if (root.children.size === 0)
    return `${doc}type AnnexResult = ${open ? "{ [property: string]: unknown }" : "unknown"};\n`;
  const index = open ? "  [property: string]: unknown;\n" : "";
  return `${doc}interface AnnexResult {\n${resultProperties(root, "  ")}${index}}\n`;
}

function addResult(root: ResultNode, path: string, field: Field): void {
  let node = root;
  for (const segment of path.split(".")) {
    if (!isSafeName(segment)) return;
    const child = node.children.get(segment) ?? { leaves: [], children: new Map() };
    node.children.set(segment, child);
    node = child;
  }
  node.leaves.push(field);
}

function resultProperties(node: ResultNode, indent: string): string {
  return [...node.children].map(([name, child]) => resultProperty(name, child, indent)).join("");
}

function resultProperty(name: string, node: ResultNode, indent: string): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
  const types = node.leaves.map((field) => fieldTypes[field.type]);
  if (node.children.size > 0) types.push(`{\n${resultProperties(node, `${indent}  `)}${indent}}`);
  const sets = node.leaves.map((field) => `Sets ${field.path}: ${field.label}`).join("; ");
  const doc = sets === "" ? "" : `${indent}/** ${commentText(sets)} */\n`;
  const required = isRequired(node);
  const type = unionFree(types);
  return `${doc}${indent}${key}${required ? "" : "?"}: ${required ? type : `${type} | null`};\n`;
}

function unionFree(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  return distinct.length === 1 ? (distinct[0] ?? "unknown") : distinct.map((type) => `(${type})`).join(" & ");
}

function isRequired(node: ResultNode): boolean {
  return node.leaves.some((field) => field.required) || [...node.children.values()].some(isRequired);
}
