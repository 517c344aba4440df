import { AppError, createLayerSchema, type Layer } from "@annex/contract";
import type { z } from "zod";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import { refuseTaken } from "../context/refuse-taken.ts";
import type { OperatorContext, TenantContext } from "../context/tenant-context.ts";
import { type LayerScope, tenantLayers, vendorLayers } from "../layer/layer-scope.ts";
import { layerInclude, toLayers } from "../layer/load-layer.ts";

type Input = z.input<typeof createLayerSchema>;

async function create(scope: LayerScope, action: string, input: Input): Promise<Layer> {
  const { name, description } = parse(createLayerSchema, input);
  scope.authorise();
  const { tenantId, actor: createdBy } = scope;
  try {
    return await scope.run(async (tx) => {
      const data = { id: newId(), tenantId, name, description, createdBy };
      const row = await tx.layer.create({ data, include: layerInclude });
      await scope.audit(tx, action, name);
      const [layer] = await toLayers(tx, [row]);
      if (!layer) throw new AppError("internal", "The layer is not there.");
      return layer;
    });
  } catch (error) {
    refuseTaken(error, "name", `There is a layer named ${name} already. Add a version to it, or choose another name.`);
  }
}

/** Creates a layer of the tenant, without a version yet. @throws AppError `conflict` when the name is taken. */
export function createLayer(ctx: TenantContext, input: Input): Promise<Layer> {
  return create(tenantLayers(ctx), "createLayer", input);
}

/** Creates a layer for every tenant. @throws AppError `conflict` when the name is taken. */
export function createVendorLayer(ctx: OperatorContext, input: Input): Promise<Layer> {
  return create(vendorLayers(ctx), "createVendorLayer", input);
}
