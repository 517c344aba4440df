import { matches } from "../../iam/matches.ts";
import { PatternError } from "./pattern-error.ts";

type Test = (event: unknown) => boolean;

const maxDepth = 20;
const tokenPattern =
  /\s*(?:(\$(?:\.[\w-]+|\[(?:\d+|\*|"[^"]*"|'[^']*')\])*)|(&&|\|\||!=|<=|>=|=|<|>|\(|\))|"((?:[^"\\]|\\.)*)"|([^\s()=!<>&|"]+))/y;

interface Token {
  readonly kind: "path" | "operator" | "string" | "word";
  readonly text: string;
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  const end = text.trimEnd().length;
  while (tokenPattern.lastIndex < end) {
    const [, path, operator, quoted, word] = tokenPattern.exec(text) ?? [];
    if (path !== undefined) tokens.push({ kind: "path", text: path });
    else if (operator !== undefined) tokens.push({ kind: "operator", text: operator });
    else if (quoted !== undefined) tokens.push({ kind: "string", text: quoted.replace(/\\(.)/g, "$1") });
    else if (word !== undefined) tokens.push({ kind: "word", text: word });
    else throw new PatternError("a character that is not allowed");
  }
  return tokens;
}

/** The values that a path such as `$.a.list[*].b` leads to. */
function valuesAt(path: string, event: unknown): unknown[] {
  const steps = [...path.matchAll(/\.([\w-]+)|\[(\d+|\*)\]|\["([^"]*)"\]|\['([^']*)'\]/g)];
  let values = [event];
  for (const [, name, index, quoted, single] of steps) {
    const key = name ?? quoted ?? single ?? index ?? "";
    values = values.flatMap((value) => {
      if (typeof value !== "object" || value === null) return [];
      if (key === "*" && index !== undefined) return Array.isArray(value) ? value : [];
      return Object.hasOwn(value, key) ? [Reflect.get(value, key)] : [];
    });
  }
  return values;
}

const numberTests: Readonly<Record<string, (given: number, wanted: number) => boolean>> = {
  "=": (given, wanted) => given === wanted,
  "!=": (given, wanted) => given !== wanted,
  "<": (given, wanted) => given < wanted,
  "<=": (given, wanted) => given <= wanted,
  ">": (given, wanted) => given > wanted,
  ">=": (given, wanted) => given >= wanted,
};

const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));

function comparison(path: string, operator: string, wanted: Token): Test {
  const number = wanted.kind === "word" && wanted.text.trim() !== "" ? Number(wanted.text) : Number.NaN;
  const test = numberTests[operator];
  if (test === undefined) throw new PatternError(`the operator ${operator}`);
  if (!Number.isNaN(number)) {
    return (event) => valuesAt(path, event).some((value) => typeof value === "number" && test(value, number));
  }
  if (operator !== "=" && operator !== "!=") throw new PatternError(`${operator} needs a number`);
  const isEqual = operator === "=";
  return (event) => valuesAt(path, event).some((value) => matches(wanted.text, asText(value)) === isEqual);
}

const words: Readonly<Record<string, unknown>> = { TRUE: true, FALSE: false, NULL: null };

/** Reads `a && (b || c)`: `&&` binds closer. */
class Parser {
  readonly #tokens: Token[];

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  parse(): Test {
    const test = this.#either(0);
    if (this.#tokens.length > 0) throw new PatternError(`${this.#tokens[0]?.text} where the pattern should end`);
    return test;
  }

  #either(depth: number): Test {
    const tests = [this.#both(depth)];
    while (this.#takes("||")) tests.push(this.#both(depth));
    return (event) => tests.some((test) => test(event));
  }

  #both(depth: number): Test {
    const tests = [this.#single(depth)];
    while (this.#takes("&&")) tests.push(this.#single(depth));
    return (event) => tests.every((test) => test(event));
  }

  #single(depth: number): Test {
    if (depth > maxDepth) throw new PatternError("too many parentheses");
    if (this.#takes("(")) {
      const test = this.#either(depth + 1);
      if (!this.#takes(")")) throw new PatternError("a parenthesis that is not closed");
      return test;
    }
    const path = this.#tokens.shift();
    if (path?.kind !== "path") throw new PatternError("a property selector such as $.level is missing");
    return this.#condition(path.text);
  }

  #condition(path: string): Test {
    const operator = this.#tokens.shift();
    const wanted = this.#tokens.shift();
    if (operator === undefined || wanted === undefined) throw new PatternError("a condition that is not whole");
    if (operator.kind === "operator") return comparison(path, operator.text, wanted);
    const word = wanted.text.toUpperCase();
    if (operator.text.toUpperCase() === "NOT" && word === "EXISTS")
      return (event) => valuesAt(path, event).length === 0;
    if (operator.text.toUpperCase() === "IS" && Object.hasOwn(words, word)) {
      return (event) => valuesAt(path, event).some((value) => value === words[word]);
    }
    throw new PatternError(`${operator.text} ${wanted.text}`);
  }

  #takes(text: string): boolean {
    const [next] = this.#tokens;
    if (next?.kind !== "operator" || next.text !== text) return false;
    this.#tokens.shift();
    return true;
  }
}

/**
 * Patterns of JSON log events: `{ $.level = "ERROR" && $.durationMs > 100 }`. A line that is no JSON object never
 * matches. @throws PatternError that says what is wrong.
 */
export function parseJsonPattern(pattern: string): (message: string) => boolean {
  const inner = /^\s*\{([\s\S]*)\}\s*$/.exec(pattern)?.[1];
  if (inner === undefined) throw new PatternError("a brace that is not closed");
  const test = new Parser(tokenise(inner)).parse();
  return (message) => {
    if (!message.startsWith("{")) return false;
    try {
      return test(JSON.parse(message));
    } catch {
      return false; // no JSON
    }
  };
}
