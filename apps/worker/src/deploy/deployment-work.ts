import type { Prisma } from "@annex/db";

/** What is loaded of a deployment to carry it out. */
export const workInclude = {
  release: true,
  function: { include: { tenant: true } },
} as const satisfies Prisma.DeploymentInclude;

export type DeploymentWork = Prisma.DeploymentGetPayload<{ include: typeof workInclude }>;
