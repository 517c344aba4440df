import type { DraftContent, FieldError, SourceFile } from "@annex/contract";
import type { Tx } from "@annex/db";
import { findHandlers } from "../handlers/index.ts";
import { readZipFile } from "../upload-zip/read-zip.ts";

const endings = {
  typescript: ["ts", "mts", "cts", "js", "mjs", "cjs"],
  javascript: ["js", "mjs", "cjs"],
  python: ["py"],
} as const;

interface HandlerParts {
  /** The file without its ending. */
  readonly base: string;
  readonly exportName: string;
}

/** Takes Lambda's form apart: `src/index.handler`. Null where there is no dot, or nothing on one side of it. */
export function handlerParts(handler: string): HandlerParts | null {
  const dot = handler.lastIndexOf(".");
  if (dot <= handler.lastIndexOf("/") + 1 || dot === handler.length - 1) return null;
  return { base: handler.slice(0, dot), exportName: handler.slice(dot + 1) };
}

/** The source file that holds the handler, from the files or out of the uploaded zip; null where there is none. */
async function loadHandlerFile(tx: Tx, { source, language }: DraftContent, base: string): Promise<SourceFile | null> {
  const paths: string[] = endings[language].map((ending) => `${base}.${ending}`);
  if (source.kind === "files") return source.files.find(({ path }) => paths.includes(path)) ?? null;
  const artifact = await tx.artifact.findFirst({ where: { sha256: source.artifactSha256 } });
  const found = artifact && (await readZipFile(Buffer.from(artifact.bytes), paths));
  return found ? { path: found.path, content: found.text } : null;
}

function filesOf({ source }: DraftContent): string[] {
  return (source.kind === "files" ? source.files : source.entries).map(({ path }) => path);
}

function list(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(", ")} and ${names.length - 8} more` : names.join(", ");
}

/** Why the draft's handler cannot be called, or nothing. An export that a bundler hides is let pass: running it tells. */
export async function checkHandler(tx: Tx, content: DraftContent): Promise<FieldError[]> {
  const at = (message: string): FieldError[] => [{ path: "handler", message }];
  const parts = handlerParts(content.handler);
  if (!parts) return at(`A handler is written like src/index.handler: a file without its ending, a dot, an export.`);
  const file = await loadHandlerFile(tx, content, parts.base);
  const { language, source } = content;
  if (!file) {
    const wanted = endings[language].slice(0, 3).map((ending) => `${parts.base}.${ending}`);
    return at(`There is no file ${wanted.join(" or ")}. Files: ${list(filesOf(content))}.`);
  }
  const exported = findHandlers([file], language).map(({ exportName }) => exportName);
  if (exported.includes(parts.exportName)) return [];
  // what a bundler or a C extension exports cannot always be seen in the text
  const hidden = source.kind === "zip" && exported.length === 0;
  if (hidden || /^[ \t]*export[ \t]+\*[ \t]+from\b/m.test(file.content)) return [];
  const others = findHandlers(source.kind === "files" ? source.files : [file], language);
  const found = others.length > 0 ? `Found: ${list(others.map(({ handler }) => handler))}.` : "It exports nothing.";
  return at(`${file.path} has no export ${parts.exportName}. ${found}`);
}
