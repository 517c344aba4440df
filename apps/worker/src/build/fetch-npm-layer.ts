import type { Package, PackageLock } from "@annex/contract";
import type { OpenCell } from "../cells/cells.ts";
import type { PackageSources } from "../runners/builder/package-sources.ts";
import { type NpmLayerRequest, npmLayerAnswerSchema } from "../runners/builder/wheels-request.ts";
import { BuildFailure } from "./build-failure.ts";
import { takeParts } from "./take-parts.ts";

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
  const zip = await takeParts(first, ask, (next) => next.sha256 === first.sha256);
  return { zip, packageLock: first.packageLock };
}
