export { clientCredentials, credentialsForCall } from "./credentials/client-credentials.ts";
export { type Classified, classify } from "./outcome/classify.ts";
export { parseReport } from "./outcome/parse-report.ts";
export { createScrubber, type Scrubber } from "./outcome/scrub.ts";
export { createDirectory, type Directory } from "./tenancy/create-directory.ts";
export { type BoundTarget, loadReleaseTarget, ownerOf, type PointTargets, type Target } from "./tenancy/load-target.ts";
export type { TenantState } from "./tenancy/load-tenant.ts";
export { pickRelease } from "./tenancy/pick-release.ts";
export { type Caller, createTokenVerifier, type TokenVerifier } from "./token/verify-token.ts";
