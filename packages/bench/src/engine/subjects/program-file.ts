import path from "node:path";

/** A program of the benchmark that runs in a process of its own. */
export function programFile(name: string): string {
  return path.join(import.meta.dirname, "..", "programs", name);
}
