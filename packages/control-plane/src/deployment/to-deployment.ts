import {
  type Deployment,
  deploymentFailureSchema,
  deploymentStepSchema,
  type Shift,
  shiftPlanSchema,
} from "@annex/contract";
import type { Deployment as DeploymentRow } from "@annex/db";
import { z } from "zod";

type Row = DeploymentRow & { release: { number: number; message: string } };

function toShift(row: DeploymentRow): Shift | null {
  if (row.shiftPlan === null) return null;
  return {
    plan: shiftPlanSchema.parse(row.shiftPlan),
    step: row.shiftStep,
    percent: row.state === "active" ? 100 : row.shiftPercent,
    since: row.shiftSince?.toISOString() ?? null,
    startedAt: row.shiftStartedAt?.toISOString() ?? null,
    frozenAt: row.frozenAt?.toISOString() ?? null,
  };
}

export function toDeployment(row: Row): Deployment {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    releaseNumber: row.release.number,
    message: row.release.message,
    steps: z.array(deploymentStepSchema).parse(row.steps),
    failure: row.failure === null ? null : deploymentFailureSchema.parse(row.failure),
    shift: toShift(row),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** What to load with a deployment's row for `toDeployment`. */
export const deploymentInclude = { release: { select: { number: true, message: true } } } as const;
