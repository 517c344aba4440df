import type { SourceFile } from "@annex/contract";

export interface SearchHit {
  /** Counted from 1. */
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly length: number;
}

export interface FileHits {
  readonly path: string;
  readonly hits: readonly SearchHit[];
}

interface SearchOptions {
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
}

const maxHits = 500;

function patternOf(text: string, { matchCase, wholeWord }: SearchOptions): RegExp {
  const literal = text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(wholeWord ? `(?<!\\w)${literal}(?!\\w)` : literal, matchCase ? "g" : "gi");
}

/** Every place of `text` in the files, file by file; at most 500 in all. An empty text is nowhere. */
export function searchFiles(files: readonly SourceFile[], text: string, options: SearchOptions): FileHits[] {
  if (text === "") return [];
  const pattern = patternOf(text, options);
  let left = maxHits;
  const found: FileHits[] = [];
  for (const { path, content } of files.toSorted((a, b) => a.path.localeCompare(b.path))) {
    const hits: SearchHit[] = [];
    for (const [index, line] of content.split("\n").entries()) {
      for (const match of line.matchAll(pattern)) {
        if (left === 0) break;
        left -= 1;
        hits.push({ line: index + 1, column: match.index + 1, text: line, length: match[0].length });
      }
    }
    if (hits.length > 0) found.push({ path, hits });
  }
  return found;
}
