import { runtimeFunctionQuerySchema, runtimeSchema } from "@annex/contract";
import { listRuntimeFunctions } from "@annex/control-plane";
import { parse } from "@/server/parse";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, param, query }) =>
  listRuntimeFunctions(ctx, { runtime: parse(runtimeSchema, param("runtime")), ...query(runtimeFunctionQuerySchema) }),
);
