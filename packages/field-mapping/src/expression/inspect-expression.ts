import type { ASTNode } from "@marcbachmann/cel-js";
import { didYouMean } from "../close-match.ts";
import { isSafeName } from "../json.ts";
import { type ExpressionScope, resultVariable } from "./expression-scope.ts";

const macros = new Set(["all", "exists", "exists_one", "map", "filter"]);
const maxNestedMacros = 2;
const maxMacros = 8;

/** What an expression does, found by walking its tree: the input fields it reads, and why it is refused (if it is). */
export interface Inspection {
  readonly reads: readonly string[];
  readonly refusals: readonly string[];
}

interface Walk {
  readonly scope: ExpressionScope;
  readonly paths: readonly string[];
  readonly reads: Set<string>;
  readonly refusals: Set<string>;
  macros: number;
}

/** Walks a parsed expression: collects the fields that it reads and refuses what is unsafe or unbounded. Pure. */
export function inspectExpression(ast: ASTNode, scope: ExpressionScope): Inspection {
  const walk: Walk = {
    scope,
    paths: scope.inputs.map((field) => field.path),
    reads: new Set(),
    refusals: new Set(),
    macros: 0,
  };
  visit(walk, ast, new Set(), 0);
  if (walk.macros > maxMacros) {
    walk.refusals.add(`Use at most ${maxMacros} of all, exists, map and filter; do the rest in the function's code.`);
  }
  return { reads: [...walk.reads], refusals: [...walk.refusals] };
}

function visit(walk: Walk, node: ASTNode, bound: ReadonlySet<string>, depth: number): void {
  const chain = chainOf(node);
  if (chain !== null && !bound.has(chain.segments[0] ?? "")) {
    for (const name of chain.names) refuseUnsafeName(walk, name);
    visitChain(walk, chain.segments);
    for (const index of chain.indexes) visit(walk, index, bound, depth);
    return;
  }
  if (node.op === "." || node.op === ".?") refuseUnsafeName(walk, node.args[1]);
  if (node.op === "rcall") visitCall(walk, node.args, bound, depth);
  else for (const child of childrenOf(node)) visit(walk, child, bound, depth);
}

function visitCall(walk: Walk, args: [string, ASTNode, ASTNode[]], bound: ReadonlySet<string>, depth: number): void {
  const [name, receiver, rest] = args;
  if (name === "matches") {
    walk.refusals.add("matches() is not available: use contains(), startsWith() or endsWith(), or test it in code.");
  }
  const first = rest[0];
  const binds = (macros.has(name) && rest.length >= 2) || name === "bind";
  if (!binds || first?.op !== "id") {
    for (const child of [receiver, ...rest]) visit(walk, child, bound, depth);
    return;
  }
  const inner = macros.has(name) ? depth + 1 : depth;
  if (macros.has(name)) walk.macros += 1;
  if (inner > maxNestedMacros) walk.refusals.add(`Nest map, filter, all and exists at most ${maxNestedMacros} deep.`);
  if (!(name === "bind" && receiver.op === "id")) visit(walk, receiver, bound, depth);
  const inside = new Set([...bound, first.args]);
  for (const child of rest.slice(1)) visit(walk, child, inside, inner);
}

/** A chain of names from a variable: `invoice.total`, `invoice["total"]`. */
interface Chain {
  /** The names up to the first computed key. */
  readonly segments: readonly string[];
  /** The computed keys on its way. */
  readonly indexes: readonly ASTNode[];
  /** Each name on its way. */
  readonly names: readonly string[];
}

function extend({ segments, indexes, names }: Chain, name: string): Chain {
  return { indexes, names: [...names, name], segments: indexes.length > 0 ? segments : [...segments, name] };
}

function chainOf(node: ASTNode): Chain | null {
  if (node.op === "id") return { segments: [node.args], indexes: [], names: [node.args] };
  if (node.op === "." || node.op === ".?") {
    const parent = chainOf(node.args[0]);
    if (parent === null) return null;
    return extend(parent, node.args[1]);
  }
  if (node.op !== "[]" && node.op !== "[?]") return null;
  const parent = chainOf(node.args[0]);
  if (parent === null) return null;
  const key = node.args[1];
  if (key.op === "value" && typeof key.args === "string") return extend(parent, key.args);
  return { ...parent, indexes: [...parent.indexes, key] };
}

function visitChain(walk: Walk, segments: readonly string[]): void {
  const root = segments[0] ?? "";
  if (root === resultVariable && walk.scope.withResult) return;
  const path = segments.join(".");
  const read = walk.paths.filter(
    (candidate) => candidate === path || candidate.startsWith(`${path}.`) || path.startsWith(`${candidate}.`),
  );
  for (const candidate of read) walk.reads.add(candidate);
  if (read.length > 0) return;
  if (segments.length > 1) walk.refusals.add(`No field ${path}${didYouMean(path, walk.paths)}`);
  else if (!knownNames.has(root)) walk.refusals.add(unknownName(walk, root));
}

/** Names that CEL itself knows as values: types and namespaces. */
const knownNames = new Set(
  "bool bytes cel double duration dyn int list map null_type optional string timestamp type uint".split(" "),
);

function unknownName(walk: Walk, name: string): string {
  const roots = [...new Set(walk.paths.map((path) => path.split(".")[0] ?? ""))];
  const names = walk.scope.withResult ? [resultVariable, ...roots] : roots;
  const field = walk.paths.find((path) => path.endsWith(`.${name}`));
  if (field !== undefined) return `No name ${name}; did you mean ${field}?`;
  if (name === resultVariable) return "A parameter is made before the function runs: it cannot use result.";
  return `No name ${name}${didYouMean(name, names)}`;
}

function refuseUnsafeName(walk: Walk, name: string): void {
  if (!isSafeName(name)) walk.refusals.add(`The name ${name} is reserved: it can never be a field.`);
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case "value":
    case "id":
      return [];
    case ".":
    case ".?":
      return [node.args[0]];
    case "call":
      return node.args[1];
    case "rcall":
      return [node.args[1], ...node.args[2]];
    case "list":
      return node.args;
    case "map":
      return node.args.flat();
    case "!_":
    case "-_":
      return [node.args];
    default:
      return node.args;
  }
}
