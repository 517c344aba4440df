import { AppError, type Package, type PackageLock } from "@annex/contract";
import type { OpenCell } from "../cells/cells.ts";
import type { PackageSources } from "../runners/builder/package-sources.ts";
import { type NpmLayerRequest, npmLayerAnswerSchema } from "../runners/builder/wheels-request.ts";
import { BuildFailure } from "./build-failure.ts";

interface Wanted {
  readonly packages: readonly Package[];
  readonly sources: PackageSources;
}

/**
 * Has npm packages installed and packed as a layer by the builder, and takes the zip part by part.
 * @throws BuildFailure when the packages cannot be had.
 */
export async function fetchNpmLayer(
  cell: OpenCell,
  owner: string,
  { packages, sources }: Wanted,
): Promise<{ zip: Buffer; packageLock: PackageLock }> {
  const ask = async (offset: number) => {
    const request: NpmLayerRequest = { kind: "npm-layer", packages: [...packages], sources, offset };
    const answer = npmLayerAnswerSchema.parse(await cell.runners.build(owner, request));
    if (answer.part === null) throw new BuildFailure(answer.diagnostics);
    return { ...answer, part: Buffer.from(answer.part, "base64") };
  };
  const first = await ask(0);
  const parts = [first.part];
  let length = first.part.length;
  while (length < first.totalBytes) {
    const next = await ask(length);
    if (next.sha256 !== first.sha256 || next.part.length === 0)
      throw new AppError("upstream_failed", "The packages changed while they were fetched. Try again in a moment.");
    parts.push(next.part);
    length += next.part.length;
  }
  return { zip: Buffer.concat(parts), packageLock: first.packageLock };
}
