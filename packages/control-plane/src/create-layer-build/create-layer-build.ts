import { AppError, createLayerBuildSchema, type LayerBuild, packageProblem } from "@annex/contract";
import { z } from "zod";
import { newId } from "../context/new-id.ts";
import { parse } from "../context/parse.ts";
import type { TenantContext } from "../context/tenant-context.ts";
import { toJson } from "../context/to-json.ts";
import { tenantLayers } from "../layer/layer-scope.ts";
import { loadOwnLayer } from "../layer/load-layer.ts";
import { toLayerBuild } from "../layer-build/to-layer-build.ts";
import { checkActive } from "../may-run/check-active.ts";

const inputSchema = createLayerBuildSchema.extend({ layerId: z.string() });
type Input = z.infer<typeof inputSchema>;

/** Packages of one registry do not run on the runtimes of the other. */
function checkPackages({ runtimes, packages }: Input): void {
  const pythons = runtimes.filter((runtime) => runtime.startsWith("python")).length;
  const mixed = "A layer of packages is for runtimes of one language: Node, or Python.";
  const runtimeErrors = pythons > 0 && pythons < runtimes.length ? [{ path: "runtimes", message: mixed }] : [];
  const packageErrors = packages.flatMap((each, at) => {
    const message = packageProblem(pythons > 0 ? "python" : "npm", each);
    return message === null ? [] : [{ path: `packages.${at}`, message }];
  });
  const errors = [...runtimeErrors, ...packageErrors];
  const [first] = errors;
  if (first) throw new AppError("invalid_request", first.message, { errors });
}

/**
 * Asks for the next version of a tenant's layer, made from packages by the builder. Nothing that runs changes.
 * @throws AppError `not_found`; `forbidden` for the vendor's; `invalid_request` with every problem at its place;
 * `tenant_suspended`.
 */
export function createLayerBuild(ctx: TenantContext, input: z.input<typeof inputSchema>): Promise<LayerBuild> {
  const wanted = parse(inputSchema, input);
  const { layerId, message, runtimes, packages } = wanted;
  const scope = tenantLayers(ctx);
  return scope.run(async (tx) => {
    const layer = await loadOwnLayer(tx, scope, layerId);
    checkPackages(wanted);
    const tenantId = ctx.tenant.id;
    await checkActive(tx, tenantId);
    const row = await tx.layerBuild.create({
      data: {
        ...{ id: newId(), tenantId, layerId: layer.id, message, runtimes, packages: toJson(packages) },
        createdBy: scope.actor,
      },
    });
    await ctx.jobs.send(
      tx,
      { queue: "layer-build", data: { tenantId, layerBuildId: row.id } },
      { singletonKey: row.id },
    );
    await scope.audit(tx, "createLayerBuild", layer.name, { packages, runtimes });
    return toLayerBuild(row);
  });
}
