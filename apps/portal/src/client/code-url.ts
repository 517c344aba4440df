import { portalRoutes } from "@annex/contract";

interface Wanted {
  readonly tenant: string;
  readonly functionName: string;
  /** The draft's without one. */
  readonly release?: number;
  /** The zip that Lambda has, instead of the files as they were written. */
  readonly deployed?: boolean;
}

/** Where a browser downloads a function's code from. */
export function codeUrl({ tenant, functionName, release, deployed = false }: Wanted): string {
  const query = new URLSearchParams({ tenant, what: deployed ? "deployed" : "written" });
  if (release !== undefined) query.set("release", String(release));
  return `${portalRoutes.code(functionName)}?${query}`;
}
