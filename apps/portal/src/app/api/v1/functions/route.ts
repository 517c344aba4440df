import { createFunctionSchema, functionQuerySchema } from "@annex/contract";
import { createFunction, listFunctions } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

/** A page; where there is another one by name `X-Next-Cursor` names it. */
export const GET = tenantRoute(async ({ ctx, query }) => {
  const { items, nextCursor, matching } = await listFunctions(ctx, query(functionQuerySchema));
  const next: Record<string, string> = nextCursor === null ? {} : { "x-next-cursor": encodeURIComponent(nextCursor) };
  return Response.json(items, { headers: { ...next, "x-total-count": String(matching) } });
});
export const POST = tenantRoute(async ({ ctx, input }) => createFunction(ctx, await input(createFunctionSchema)), 201);
