import { lambdaCode } from "@annex/contract";
import { type TenantContext, uploadZip } from "@annex/control-plane";
import { z } from "zod";
import { readBytes } from "@/server/read-body";
import { type RouteCall, tenantRoute } from "@/server/route";
import { whileRoom } from "@/server/while-room";

const querySchema = z.object({ fileName: z.string().min(1).max(200), revision: z.coerce.number().int().optional() });

async function upload({ ctx, param, query, request }: RouteCall<TenantContext>) {
  const { fileName, revision } = query(querySchema);
  const bytes = await readBytes(
    request,
    lambdaCode.zipBytes,
    "A zip has at most 50 MB. Leave out what the function does not need.",
  );
  const input = { functionName: param("name"), fileName, bytes };
  return uploadZip(ctx, revision === undefined ? input : { ...input, revision });
}

export const POST = tenantRoute((call) => whileRoom(call.ctx.tenant.id, () => upload(call)));
