import { createFunctionSchema, functionQuerySchema } from "@annex/contract";
import { createFunction, listFunctions } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

/** A page; where there is another one `X-Next-Cursor` names it. */
export const GET = tenantRoute(async ({ ctx, query }) => {
  const { items, nextCursor } = await listFunctions(ctx, query(functionQuerySchema));
  return Response.json(
    items,
    nextCursor === null ? {} : { headers: { "x-next-cursor": encodeURIComponent(nextCursor) } },
  );
});
export const POST = tenantRoute(async ({ ctx, input }) => createFunction(ctx, await input(createFunctionSchema)), 201);
