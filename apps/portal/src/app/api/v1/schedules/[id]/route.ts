import { updateScheduleSchema } from "@annex/contract";
import { deleteSchedule, updateSchedule } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const PATCH = tenantRoute(async ({ ctx, param, input }) =>
  updateSchedule(ctx, { scheduleId: param("id"), ...(await input(updateScheduleSchema)) }),
);
export const DELETE = tenantRoute(({ ctx, param }) => deleteSchedule(ctx, { scheduleId: param("id") }));
