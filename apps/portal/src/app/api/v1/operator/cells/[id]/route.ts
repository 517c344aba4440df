import { cellSchema, updateCellSchema } from "@annex/contract";
import { deleteCell, updateCell } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const PUT = operatorRoute(async ({ ctx, param, input }) =>
  cellSchema.parse(await updateCell(ctx, { cellId: param("id"), ...(await input(updateCellSchema)) })),
);
export const DELETE = operatorRoute(({ ctx, param }) => deleteCell(ctx, { cellId: param("id") }));
