import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { CodeInParts, CodePart, MissingParts } from "../../test-request.ts";

const folderOf = ({ sha256 }: CodeInParts) => path.join(tmpdir(), `code-${sha256}`);
const indexes = ({ parts }: CodeInParts) => Array.from({ length: parts }, (_, index) => index);

export function missingParts(code: CodeInParts): MissingParts {
  const folder = folderOf(code);
  return { missing: indexes(code).filter((index) => !existsSync(path.join(folder, String(index)))) };
}

/** Keeps a part for as long as the execution environment lives. */
export function keepPart(part: CodePart): MissingParts {
  const folder = folderOf(part);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, String(part.index));
  writeFileSync(`${file}.new`, Buffer.from(part.bytes, "base64"));
  renameSync(`${file}.new`, file);
  return missingParts(part);
}

/** The whole zip; null where a part is not there, or the code under test has changed one: then all are asked for anew. */
export function joinParts(code: CodeInParts): Buffer | null {
  if (missingParts(code).missing.length > 0) return null;
  const folder = folderOf(code);
  const zip = Buffer.concat(indexes(code).map((index) => readFileSync(path.join(folder, String(index)))));
  if (createHash("sha256").update(zip).digest("hex") === code.sha256) return zip;
  rmSync(folder, { recursive: true, force: true });
  return null;
}
