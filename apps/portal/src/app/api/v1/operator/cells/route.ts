import { listCells } from "@annex/control-plane";
import { askCellHealth } from "@/server/cell-health";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(async ({ ctx }) => {
  const cells = await listCells(ctx);
  return Promise.all(cells.map(async (cell) => ({ ...cell, health: await askCellHealth(cell.endpoint) })));
});
