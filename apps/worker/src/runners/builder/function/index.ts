import type { BuildAnswer, BuildRequest } from "../build-request.ts";
import type { TypesAnswer, TypesRequest } from "../types-request.ts";
import type { NpmLayerAnswer, NpmLayerRequest, WheelsAnswer, WheelsRequest } from "../wheels-request.ts";
import { bundle } from "./bundle.ts";
import { installPackages } from "./install-packages.ts";
import { npmLayer } from "./npm-layer.ts";
import { PackageProblem } from "./package-problem.ts";
import { packageTypes } from "./package-types.ts";
import { packWheels } from "./python/pack-wheels.ts";

/** The builder's handler: it runs in a sandbox of the cell and runs no code of the tenant or of a package. */
export function handler(
  request: BuildRequest | TypesRequest | WheelsRequest | NpmLayerRequest,
): Promise<BuildAnswer | TypesAnswer | WheelsAnswer | NpmLayerAnswer> {
  if (!("kind" in request)) return build(request);
  if (request.kind === "wheels") return packWheels(request);
  return request.kind === "npm-layer" ? npmLayer(request) : packageTypes(request);
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
