import { changeRolloutSchema, type LayerRollout } from "@annex/contract";
import { z } from "zod";
import { parse } from "../context/parse.ts";
import type { OperatorContext } from "../context/tenant-context.ts";
import { vendorLayers } from "../layer/layer-scope.ts";
import { loadRollout } from "../layer-rollout/load-rollout.ts";
import { lockRollout } from "../rollout/lock-rollout.ts";
import { setRolloutState } from "../rollout/set-state.ts";

const inputSchema = changeRolloutSchema.extend({ rolloutId: z.string() });
const actions = {
  running: "resumeLayerRollout",
  paused: "pauseLayerRollout",
  cancelled: "cancelLayerRollout",
} as const;

/**
 * Pauses a roll-out, lets it go on, or cancels it. What is deploying comes to its end; a roll-out that stopped because
 * too many failed counts anew from where it goes on.
 * @throws AppError `not_found`; `conflict` when it has ended.
 */
export function changeLayerRollout(ctx: OperatorContext, input: z.input<typeof inputSchema>): Promise<LayerRollout> {
  const { rolloutId, state } = parse(inputSchema, input);
  const scope = vendorLayers(ctx);
  return scope.run(async (tx) => {
    const { id } = await loadRollout(tx, rolloutId);
    await lockRollout(tx, id);
    const rollout = await loadRollout(tx, rolloutId);
    await setRolloutState(tx, rollout, { state });
    await scope.audit(tx, actions[state], rollout.layer.name, { rollout: id, version: rollout.version });
    return loadRollout(tx, id);
  });
}
