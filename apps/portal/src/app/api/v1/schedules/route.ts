import { createScheduleSchema } from "@annex/contract";
import { createSchedule, listSchedules } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(({ ctx }) => listSchedules(ctx));
export const POST = tenantRoute(async ({ ctx, input }) => createSchedule(ctx, await input(createScheduleSchema)), 201);
