import type { Diagnostic, PackageLock } from "@annex/contract";
import type { OpenCell } from "../cells/cells.ts";
import { type LockedWheel, type WheelsRequest, wheelsAnswerSchema } from "../runners/builder/wheels-request.ts";
import { BuildFailure } from "./build-failure.ts";
import { takeParts } from "./take-parts.ts";

export interface Wheels {
  readonly zip: Buffer;
  readonly unpackedBytes: number;
  readonly lock: readonly LockedWheel[];
  readonly warnings: readonly Diagnostic[];
}

type Wanted = Omit<WheelsRequest, "kind" | "lock" | "offset">;

/** `2.32.3 sha256:…`: what a lock says of a package. */
export function lockOf(wheels: readonly LockedWheel[]): PackageLock {
  return Object.fromEntries(wheels.map(({ name, version, sha256 }) => [name, `${version} sha256:${sha256}`]));
}

/**
 * Has Python packages resolved, fetched and packed by the builder, and takes the zip part by part: an answer carries 6 MB.
 * @throws BuildFailure when the packages cannot be had.
 */
export async function fetchWheels(cell: OpenCell, owner: string, wanted: Wanted): Promise<Wheels> {
  const ask = async (lock: LockedWheel[] | null, offset: number) => {
    const request: WheelsRequest = { kind: "wheels", ...wanted, lock, offset };
    const answer = wheelsAnswerSchema.parse(await cell.runners.build(owner, request));
    if (answer.part === null) throw new BuildFailure(answer.diagnostics);
    return { ...answer, part: Buffer.from(answer.part, "base64") };
  };
  const first = await ask(null, 0);
  const next = (offset: number) => ask(first.lock, offset);
  const zip = await takeParts(first, next, () => true);
  const { unpackedBytes, lock, diagnostics: warnings } = first;
  return { zip, unpackedBytes, lock, warnings };
}
