import type { BuildAnswer, BuildRequest } from "../build-request.ts";
import type { TypesAnswer, TypesRequest } from "../types-request.ts";
import { bundle } from "./bundle.ts";
import { installPackages, PackageProblem } from "./install-packages.ts";
import { packageTypes } from "./package-types.ts";

/** The builder's handler: it runs in a sandbox of the cell and runs no code of the tenant or of a package. */
export function handler(request: BuildRequest | TypesRequest): Promise<BuildAnswer | TypesAnswer> {
  return "kind" in request ? packageTypes(request) : build(request);
}

async function build(request: BuildRequest): Promise<BuildAnswer> {
  try {
    const installed = await installPackages(request);
    return { ...(await bundle(request, installed.folder)), packageLock: installed.versions };
  } catch (error) {
    if (!(error instanceof PackageProblem)) throw error;
    const diagnostics = [{ source: "packages", severity: "error", message: error.message }] as const;
    return { files: null, packageLock: {}, diagnostics: [...diagnostics] };
  }
}
