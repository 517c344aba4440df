import { createHash } from "node:crypto";

export interface Failure {
  readonly type: string;
  readonly message: string;
  readonly stack: readonly string[];
}

/** What differs from one occurrence to the next: IDs, numbers, quoted texts, addresses. */
const varying = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|0x[0-9a-f]+|"[^"]*"|'[^']*'|`[^`]*`|\d+(?:\.\d+)?/gi;

/** The place of a stack's first line, without line and column: a release may move them. */
function placeOf(stack: readonly string[]): string {
  const frame = stack.find((line) => /^\s*(?:at |File )/.test(line)) ?? "";
  return frame
    .trim()
    .replace(/:\d+(?::\d+)?\)?$/, "")
    .replace(/, line \d+/, "");
}

/** 16 letters that are the same for failures of the same kind at the same place. */
export function fingerprintOf({ type, message, stack }: Failure): string {
  const kind = message.slice(0, 500).replace(varying, "…");
  return createHash("sha256")
    .update(`${type}\n${kind}\n${placeOf(stack)}`)
    .digest("hex")
    .slice(0, 16);
}
