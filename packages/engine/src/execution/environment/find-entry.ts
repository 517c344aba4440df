import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { FunctionSpec } from "../types.ts";
import { type Outcome, refused } from "./outcome.ts";

/** What the init phase begins with: the program of a function that brings its own runtime, or why it cannot begin. */
export type Entry = { readonly bootstrap: string | undefined } | { readonly refusal: Outcome };

/**
 * Looks at what was placed for a function before any of it runs: Lambda's search for `bootstrap`, and what the engine
 * refuses in clear words instead of leaving it out in silence.
 */
export function findEntry(
  spec: FunctionSpec,
  requestId: string,
  folders: { readonly task: string; readonly opt: string },
): Entry {
  const refuse = (errorType: string, text: string) => ({
    refusal: refused(errorType, `RequestId: ${requestId} Error: ${text}`),
  });
  const extension = namesIn(join(folders.opt, "extensions"))[0];
  if (extension !== undefined)
    return refuse("Extension.LaunchError", `the engine does not run extensions: /opt/extensions/${extension}`);
  if (!spec.runtime.startsWith("provided")) {
    if (spec.environment.AWS_LAMBDA_EXEC_WRAPPER === undefined) return { bootstrap: undefined };
    return refuse("Runtime.InvalidEntrypoint", "the engine does not run AWS_LAMBDA_EXEC_WRAPPER");
  }
  const places = [
    { file: join(folders.task, "bootstrap"), shown: "/var/task/bootstrap" },
    { file: join(folders.opt, "bootstrap"), shown: "/opt/bootstrap" },
  ];
  const found = places.find(({ file }) => modeOf(file) !== undefined);
  if (found === undefined)
    return refuse(
      "Runtime.InvalidEntrypoint",
      "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    );
  if (((modeOf(found.file) ?? 0) & 0o111) === 0)
    return refuse("Runtime.InvalidEntrypoint", `fork/exec ${found.shown}: permission denied`);
  return { bootstrap: found.shown };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The mode of a file; undefined where there is none. */
function modeOf(file: string): number | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat?.isFile() ? stat.mode : undefined;
}
