import { readAccount } from "@annex/aws";
import type { WorkerContext } from "../worker-context.ts";

/**
 * Uses each cell as the worker does and writes down what its account may have and has, or why it could not be used: the
 * portal holds no rights to try. One that does not answer does not hold up the others.
 */
export async function keepCapacity(ctx: WorkerContext): Promise<void> {
  const { operator } = ctx.db;
  for (const { id, name } of await operator.cell.findMany({ select: { id: true, name: true } })) {
    try {
      const { author } = await ctx.cells.open(id);
      const capacity = { ...(await readAccount(author)) };
      await operator.cell.update({
        where: { id },
        data: { capacity, capacityAt: new Date(), checkedAt: new Date(), checkError: null },
      });
    } catch (error) {
      const checkError = error instanceof Error ? error.message : String(error);
      await operator.cell.updateMany({ where: { id }, data: { checkedAt: new Date(), checkError } });
      ctx.log("error", "capacity of a cell", { cell: name, cause: String(error) });
    }
  }
}
