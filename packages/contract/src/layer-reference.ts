import { z } from "zod";

/** Lambda takes five: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const mostLayers = 5;

/** A version of a layer as a draft or release names it. A later layer's files win over those of an earlier one. */
export const layerReferenceSchema = z.object({
  layerId: z.uuid(),
  name: z.string().max(60),
  version: z.number().int().min(1),
});
export type LayerReference = z.infer<typeof layerReferenceSchema>;
