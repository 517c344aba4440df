import { satisfies, validRange } from "@renovatebot/pep440";
import { normalise } from "./requirement-name.ts";

/** The variables of PEP 508 by name, `extra` among them. */
export type MarkerVariables = Readonly<Record<string, string>>;
type Marker = (variables: MarkerVariables) => boolean;
interface Operand {
  readonly text: string;
  readonly variable: boolean;
}

const token = /\s*(?:(\(|\))|(===|==|~=|!=|<=|>=|<|>)|("[^"]*"|'[^']*')|([A-Za-z_.]+))/y;
/** Names of before PEP 508 that old packages still write. */
const formerNames: Readonly<Record<string, string>> = {
  "os.name": "os_name",
  "sys.platform": "sys_platform",
  "platform.version": "platform_version",
  "platform.machine": "platform_machine",
  "platform.python_implementation": "platform_python_implementation",
  python_implementation: "platform_python_implementation",
};

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  const trimmed = text.trim();
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const at = token.lastIndex;
    const found = token.exec(trimmed);
    if (!found) throw new Error(`"${trimmed.slice(at)}" is not understood`);
    tokens.push(found[0].trim());
  }
  return tokens;
}

/** As packaging does: as versions where the right side is one, else as texts. */
function compare(left: string, operator: string, right: string): boolean {
  if (operator === "in") return right.includes(left);
  if (operator === "not in") return !right.includes(left);
  if (validRange(operator + right)) return satisfies(left, operator + right, { prereleases: true });
  if (operator === "==" || operator === "===") return left === right;
  if (operator === "!=") return left !== right;
  if (operator === "<") return left < right;
  if (operator === ">") return left > right;
  if (operator === "<=") return left <= right;
  if (operator === ">=") return left >= right;
  throw new Error(`"${left} ${operator} ${right}" compares no versions`);
}

/** Reads a marker of PEP 508, such as `python_version < "3.12" and extra == "socks"`. @throws Error in words. */
export function parseMarker(text: string): Marker {
  const tokens = tokensOf(text);
  let at = 0;
  const take = () => tokens[at++] ?? "";

  const operand = (): Operand => {
    const word = take();
    if (/^["']/.test(word)) return { text: word.slice(1, -1), variable: false };
    if (/^[A-Za-z_.]+$/.test(word)) return { text: formerNames[word] ?? word, variable: true };
    throw new Error(word === "" ? "it ends too early" : `"${word}" is not expected`);
  };
  const valueIn = ({ text: said, variable }: Operand, variables: MarkerVariables): string => {
    if (!variable) return said;
    const value = variables[said];
    if (value === undefined) throw new Error(`there is no variable ${said}`);
    return value;
  };
  const comparison = (): Marker => {
    const left = operand();
    let operator = take();
    if (operator === "not") operator = `not ${take()}`;
    if (!/^(===|==|~=|!=|<=|>=|<|>|in|not in)$/.test(operator)) throw new Error(`"${operator}" is no comparison`);
    const right = operand();
    const isExtra = [left, right].some((side) => side.variable && side.text === "extra");
    return (variables) => {
      const sides = [valueIn(left, variables), valueIn(right, variables)];
      const [first = "", second = ""] = isExtra ? sides.map(normalise) : sides;
      if (isExtra) return operator === "!=" ? first !== second : first === second;
      return compare(first, operator, second);
    };
  };
  const atom = (): Marker => {
    if (tokens[at] !== "(") return comparison();
    at += 1;
    const inner = either();
    if (take() !== ")") throw new Error("a bracket is not closed");
    return inner;
  };
  const both = (): Marker => {
    const parts = [atom()];
    while (tokens[at] === "and") {
      at += 1;
      parts.push(atom());
    }
    return (variables) => parts.every((part) => part(variables));
  };
  const either = (): Marker => {
    const parts = [both()];
    while (tokens[at] === "or") {
      at += 1;
      parts.push(both());
    }
    return (variables) => parts.some((part) => part(variables));
  };
  const marker = either();
  if (at < tokens.length) throw new Error(`"${tokens[at]}" is not expected`);
  return marker;
}
