import { cellSchema, createCellSchema } from "@annex/contract";
import { createCell, listCells } from "@annex/control-plane";
import { askCellHealth } from "@/server/cell-health";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(async ({ ctx }) => {
  const cells = await listCells(ctx);
  return Promise.all(cells.map(async (cell) => ({ ...cellSchema.parse(cell), health: await askCellHealth(cell) })));
});
export const POST = operatorRoute(
  async ({ ctx, input }) => cellSchema.parse(await createCell(ctx, await input(createCellSchema))),
  201,
);
