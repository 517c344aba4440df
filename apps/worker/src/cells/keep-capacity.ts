import { readAccount } from "@annex/aws";
import type { WorkerContext } from "../worker-context.ts";

/** Writes down what each cell's account may have and has. One that does not answer does not hold up the others. */
export async function keepCapacity(ctx: WorkerContext): Promise<void> {
  const { operator } = ctx.db;
  for (const { id, name } of await operator.cell.findMany({ select: { id: true, name: true } })) {
    try {
      const { author } = await ctx.cells.open(id);
      const capacity = { ...(await readAccount(author)) };
      await operator.cell.update({ where: { id }, data: { capacity, capacityAt: new Date() } });
    } catch (error) {
      ctx.log("error", "capacity of a cell", { cell: name, cause: String(error) });
    }
  }
}
