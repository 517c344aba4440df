import { lambdaCode } from "@annex/contract";
import { uploadZip } from "@annex/control-plane";
import { z } from "zod";
import { readBytes } from "@/server/read-body";
import { tenantRoute } from "@/server/route";

const querySchema = z.object({ fileName: z.string().min(1).max(200), revision: z.coerce.number().int().optional() });

export const POST = tenantRoute(async ({ ctx, param, query, request }) => {
  const { fileName, revision } = query(querySchema);
  const bytes = await readBytes(
    request,
    lambdaCode.zipBytes,
    "A zip has at most 50 MB. Leave out what the function does not need.",
  );
  const input = { functionName: param("name"), fileName, bytes };
  return uploadZip(ctx, revision === undefined ? input : { ...input, revision });
});
