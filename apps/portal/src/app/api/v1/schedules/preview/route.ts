import { previewScheduleSchema } from "@annex/contract";
import { previewSchedule } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const POST = tenantRoute(async ({ input }) => previewSchedule(await input(previewScheduleSchema)));
