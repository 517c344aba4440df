import type { BuildAnswer, BuildRequest } from "../build-request.ts";
import { bundle } from "./bundle.ts";
import { installPackages, PackageProblem } from "./install-packages.ts";

/** The builder's handler: it runs in a sandbox of the cell and runs no code of the tenant or of a package. */
export async function handler(request: BuildRequest): Promise<BuildAnswer> {
  try {
    const installed = await installPackages(request);
    return { ...(await bundle(request, installed.folder)), packageLock: installed.versions };
  } catch (error) {
    if (!(error instanceof PackageProblem)) throw error;
    const diagnostics = [{ source: "packages", severity: "error", message: error.message }] as const;
    return { files: null, packageLock: {}, diagnostics: [...diagnostics] };
  }
}
