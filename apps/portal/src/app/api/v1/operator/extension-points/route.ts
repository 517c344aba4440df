import { createExtensionPointSchema } from "@annex/contract";
import { createExtensionPoint, listAllExtensionPoints } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listAllExtensionPoints(ctx));
export const POST = operatorRoute(
  async ({ ctx, input }) => createExtensionPoint(ctx, await input(createExtensionPointSchema)),
  201,
);
