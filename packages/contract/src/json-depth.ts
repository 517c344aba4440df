import { AppError } from "./app-error.ts";

/** How deep what is sent may be nested: who reads, compares or keeps it goes down level by level. */
export const deepestJson = 200;

const [quote, backslash, curly, square, comma] = ['"', "\\", "{", "[", ","].map((character) => character.charCodeAt(0));
const [curlyEnd, squareEnd] = ["}", "]"].map((character) => character.charCodeAt(0));

/** Where the text behind an opening quote ends. */
function endOfText(json: string, from: number): number {
  let at = from;
  while (at < json.length && json.charCodeAt(at) !== quote) at += json.charCodeAt(at) === backslash ? 2 : 1;
  return at;
}

/** Read from the text, not from what was parsed, in one pass that calls nothing for a level. */
function isTooDeep(json: string): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === quote) at = endOfText(json, at + 1);
    else if (code === curly || code === square) depth += 1;
    else if (code === curlyEnd || code === squareEnd) depth -= 1;
    if (depth > deepestJson) return true;
  }
  return false;
}

/** @throws AppError `invalid_request` for JSON that is nested deeper than `deepestJson`. */
export function checkJsonDepth(json: string): void {
  if (json.length <= 2 * deepestJson || !isTooDeep(json)) return;
  throw new AppError("invalid_request", `The body is nested deeper than ${deepestJson} levels.`);
}

/** How many commas stand outside of its texts: as many as it has values behind the first of their list or object. */
function commasIn(json: string): number {
  let count = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === quote) at = endOfText(json, at + 1);
    else if (code === comma) count += 1;
  }
  return count;
}

/**
 * Who writes, compares or tells JSON goes from value to value: megabytes of small ones take seconds.
 * @throws AppError `invalid_request` for JSON with more than about `most` values, whatever their texts are.
 */
export function checkJsonValues(json: string, most: number): void {
  if (json.length <= 2 * most || commasIn(json) <= most) return;
  throw new AppError("invalid_request", `The body holds more than ${most} values.`);
}
