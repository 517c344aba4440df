import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** The process ID of the start that is running on this state folder, if one is. */
export function runningPid(stateDir: string): number | undefined {
  const file = path.join(stateDir, "stack.pid");
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, "utf8"));
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("apps/stack") ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Marks the state folder as in use by this process; call the answer to give it back. */
export function takeLock(stateDir: string): () => void {
  const file = path.join(stateDir, "stack.pid");
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}
