import { updateRecordTypeSchema } from "@annex/contract";
import { deleteRecordType, updateRecordType } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const PUT = operatorRoute(async ({ ctx, param, input }) =>
  updateRecordType(ctx, { key: param("key"), ...(await input(updateRecordTypeSchema)) }),
);
export const DELETE = operatorRoute(({ ctx, param }) => deleteRecordType(ctx, { key: param("key") }));
