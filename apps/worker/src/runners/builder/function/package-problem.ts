/** Why the packages cannot be had, in words for the tenant. */
export class PackageProblem extends Error {}
