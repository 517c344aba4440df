import { type DeploymentStep, deploymentStepSchema } from "@annex/contract";
import { toJson } from "@annex/control-plane";
import type { Db } from "@annex/db";
import { z } from "zod";

interface StepOptions {
  readonly deploymentId: string;
  readonly name: DeploymentStep["name"];
  /** Does the step; safe to repeat. Returns the step's one line. */
  readonly act: () => Promise<string>;
}

async function readSteps(db: Db, id: string): Promise<DeploymentStep[]> {
  const row = await db.operator.deployment.findUniqueOrThrow({ where: { id }, select: { steps: true } });
  return z.array(deploymentStepSchema).parse(row.steps);
}

/** Says that a step began, does it, says how it ended. A step that a dead worker began is begun anew. */
export async function takeStep(db: Db, { deploymentId: id, name, act }: StepOptions): Promise<void> {
  const others = (await readSteps(db, id)).filter((step) => step.name !== name);
  const startedAt = new Date().toISOString();
  const write = (state: DeploymentStep["state"], detail: string) => {
    const finishedAt = state === "running" ? null : new Date().toISOString();
    const steps = toJson([...others, { name, state, startedAt, finishedAt, detail }]);
    // tests are a part of building: nothing is published yet
    const deploymentState = name === "testing" ? "building" : name;
    return db.operator.deployment.update({
      where: { id },
      data: { state: deploymentState, steps },
      select: { id: true },
    });
  };
  await write("running", "");
  try {
    await write("done", await act());
  } catch (error) {
    await write("failed", "");
    throw error;
  }
}
