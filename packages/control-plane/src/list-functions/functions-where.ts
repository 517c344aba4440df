import type { FunctionQuery, FunctionSummary } from "@annex/contract";
import type { Prisma } from "@annex/db";
import { underway } from "../deployment/underway.ts";

const inUnderway = { state: { in: [...underway] } };

/** What a function's state means for its row; see `stateOf`. */
const states: Record<FunctionSummary["state"], Prisma.FunctionWhereInput> = {
  active: { liveReleaseId: { not: null } },
  draft: { liveReleaseId: null, deployments: { none: {} } },
  deploying: { liveReleaseId: null, deployments: { some: inUnderway } },
  failed: { liveReleaseId: null, deployments: { some: {}, none: inUnderway } },
};

/** The functions that a query asks for; none that is in the bin. */
export function functionsWhere({ search, state, extensionPoint }: FunctionQuery): Prisma.FunctionWhereInput {
  const contains = { contains: search ?? "", mode: "insensitive" } as const;
  return {
    deletedAt: null,
    ...(search ? { OR: [{ name: contains }, { description: contains }] } : {}),
    ...(state ? states[state] : {}),
    ...(extensionPoint ? { bindings: { some: { enabled: true, extensionPoint: { key: extensionPoint } } } } : {}),
  };
}
