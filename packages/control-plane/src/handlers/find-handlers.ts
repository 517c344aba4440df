import type { Language, SourceFile } from "@annex/contract";
import { blankOutText } from "./blank-out-text.ts";

/** An export that can be a function's handler, in Lambda's form: `src/index.handler`. */
export interface FoundHandler {
  readonly handler: string;
  readonly file: string;
  readonly exportName: string;
}

const name = "[A-Za-z_$][\\w$]*";
const endings: Record<Language, RegExp> = {
  typescript: /\.(ts|mts|cts|js|mjs|cjs)$/,
  javascript: /\.(js|mjs|cjs)$/,
  python: /\.py$/,
};

/** `a, b as c, type D` of an export clause: the names under which values leave the file. */
function clauseNames(clause: string): string[] {
  return clause
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "" && !part.startsWith("type "))
    .flatMap((part) => part.split(/\s/).at(-1) ?? [])
    .filter((last) => /^[\w$]+$/.test(last));
}

const key = new RegExp(`^\\s*(?:async\\s+)?(${name})`);

/** `{ a, b: c, d() {} }` of `module.exports =`: its keys at the first level. */
function objectKeys(code: string, start: number): string[] {
  let depth = 0;
  let flat = "";
  for (const char of code.slice(start)) {
    if ("{[(".includes(char)) depth++;
    if (depth === 1 && !"{[(".includes(char)) flat += char;
    if ("}])".includes(char) && --depth === 0) break;
  }
  return flat.split(",").flatMap((part) => key.exec(part)?.[1] ?? []);
}

function all(code: string, pattern: string): RegExpExecArray[] {
  return [...code.matchAll(new RegExp(pattern, "gm"))];
}

/** With one blank for many: the patterns below then look at each place once, whatever a tenant wrote. */
function codeOf(source: string, syntax: "script" | "python"): string {
  const shorten = (blanks: string) => (blanks.includes("\n") ? "\n" : " ");
  const code = blankOutText(source, syntax);
  return syntax === "python" ? code : code.replace(/\s+/g, shorten);
}

function scriptExports(source: string): string[] {
  const code = codeOf(source, "script");
  const first = (pattern: string) => all(code, pattern).flatMap((match) => match[1] ?? []);
  const objects = all(code, "\\bmodule\\.exports\\s*=\\s*(?=\\{)").slice(-1); // the last one is what counts
  return [
    ...first(`(?:^|[;}])\\s*export\\s+(?:async\\s+)?function\\s*\\*?\\s*(${name})`),
    ...first(`(?:^|[;}])\\s*export\\s+(?:const|let|var)\\s+(${name})\\s*[:=]`),
    ...first("(?:^|[;}])\\s*export\\s*\\{([^{}]*)\\}").flatMap(clauseNames),
    ...first(`(?:^|[;}])\\s*export\\s+\\*\\s+as\\s+(${name})`),
    ...(/(?:^|[;}])\s*export\s+default\b/m.test(code) ? ["default"] : []),
    ...first(`(?:^|[;\\s])(?:module\\.)?exports\\.(${name})\\s*=(?!=)`),
    ...objects.flatMap((match) => objectKeys(code, (match.index ?? 0) + match[0].length)),
  ].filter((found) => found !== "__esModule");
}

function pythonExports(source: string): string[] {
  const code = codeOf(source, "python");
  return all(code, "^(?:async[ \\t]+)?def[ \\t]+([A-Za-z_]\\w*)[ \\t]*\\(").flatMap((match) => match[1] ?? []);
}

/** `src/index` leads, then handlers by name; others follow in the files' order. */
function byLikelihood(a: FoundHandler, b: FoundHandler): number {
  const rank = ({ exportName, file }: FoundHandler) =>
    (exportName === "handler" || exportName === "lambda_handler" ? 0 : 2) +
    (/(^|\/)(index|main|app)\./.test(file) ? 0 : 1);
  return rank(a) - rank(b);
}

/**
 * The exports of each file that a handler could be, most likely first. It reads the text (comments and strings put
 * aside) and runs nothing, so it works in the browser and on code that does not parse yet. Tests and type files are
 * left out; whether an export really is a function is known when it runs.
 */
export function findHandlers(files: readonly SourceFile[], language: Language): FoundHandler[] {
  const found = files
    .filter(
      ({ path }) => endings[language].test(path) && !/\.d\.[cm]?ts$|\.(test|spec)\.|(^|\/)node_modules\//.test(path),
    )
    .flatMap(({ path, content }) => {
      const names = language === "python" ? pythonExports(content) : scriptExports(content);
      const base = path.replace(/\.[^./]+$/, "");
      return [...new Set(names)].map((exportName) => ({ handler: `${base}.${exportName}`, file: path, exportName }));
    });
  return found.sort(byLikelihood);
}
