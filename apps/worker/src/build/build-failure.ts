import type { Diagnostic } from "@annex/contract";

/** The tenant's code cannot be built; each diagnostic says where and why. */
export class BuildFailure extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    const [first] = diagnostics;
    const place = first?.file ? `${first.file}:${first.line ?? 1}: ` : "";
    super(first ? `${place}${first.message}` : "The code cannot be built.");
    this.name = "BuildFailure";
    this.diagnostics = diagnostics;
  }
}
