import { createRecordTypeSchema } from "@annex/contract";
import { createRecordType, listAllRecordTypes } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx }) => listAllRecordTypes(ctx));
export const POST = operatorRoute(
  async ({ ctx, input }) => createRecordType(ctx, await input(createRecordTypeSchema)),
  201,
);
