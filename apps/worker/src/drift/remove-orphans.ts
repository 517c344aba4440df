import { deleteLambdaFunction, listLambdaFunctions } from "@annex/aws";
import { recordAudit } from "@annex/control-plane";
import type { WorkerContext } from "../worker-context.ts";

/** The form of a tenant function's name: `annex-<tenant key>-<function id>`. The platform's runners have another one. */
const tenantFunction = /^annex-([0-9a-z]+)-[0-9a-f]{32}$/;

/**
 * Removes functions of the cell that no row speaks of. A row is always written before its function is made, so that
 * what has none was left by a row that is gone. @returns their names.
 */
export async function removeOrphans(ctx: WorkerContext, cellId: string): Promise<string[]> {
  const { author } = await ctx.cells.open(cellId);
  const tenants = await ctx.db.operator.tenant.findMany({ where: { cellId }, select: { key: true } });
  // another installation may use the same account: only what carries a key of our tenants is ours
  const keys = new Set(tenants.map(({ key }) => key));
  const names = (await listLambdaFunctions(author)).filter((name) => keys.has(tenantFunction.exec(name)?.[1] ?? ""));
  const rows = await ctx.db.operator.function.findMany({
    where: { lambdaName: { in: names } },
    select: { lambdaName: true },
  });
  const known = new Set(rows.map(({ lambdaName }) => lambdaName));
  const orphans = names.filter((name) => !known.has(name));
  for (const name of orphans) {
    await deleteLambdaFunction(author, name);
    ctx.log("error", "orphan removed", { lambdaName: name });
    const target = `lambda:${name}`;
    await ctx.db.operator.$transaction((tx) =>
      recordAudit(tx, { tenantId: null, actor: "system:worker", action: "removeOrphan", target, detail: { cellId } }),
    );
  }
  return orphans;
}
