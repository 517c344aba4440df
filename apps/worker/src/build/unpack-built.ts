import { gunzipSync } from "node:zlib";
import { lambdaCode } from "@annex/contract";
import type { ZipFile } from "@annex/control-plane/zip";
import type { BuildAnswer } from "../runners/builder/build-request.ts";
import { BuildFailure } from "./build-failure.ts";

/**
 * The files that the builder answered, unpacked. What a sandbox says is not believed: a few megabytes that unpack to
 * gigabytes would take the worker's memory, and with it every tenant's deployments.
 * @throws BuildFailure above 250 MB in all.
 */
export function unpackBuilt(
  files: NonNullable<BuildAnswer["files"]>,
  most: number = lambdaCode.unpackedBytes,
): ZipFile[] {
  let left = most;
  return files.map(({ path, gzip }) => {
    const bytes = unpack(Buffer.from(gzip, "base64"), left);
    left -= bytes.length;
    return { path, bytes };
  });
}

function unpack(packed: Buffer, left: number): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = "The built code has more than 250 MB, and Lambda takes 250 MB. Leave out a package or a file.";
    throw new BuildFailure([{ source: "build", severity: "error", message }]);
  }
}
