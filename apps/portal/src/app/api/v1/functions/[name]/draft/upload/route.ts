import { uploadZip } from "@annex/control-plane";
import { z } from "zod";
import { readBytes } from "@/server/read-body";
import { tenantRoute } from "@/server/route";

const querySchema = z.object({ fileName: z.string().min(1).max(200), revision: z.coerce.number().int().optional() });
const maxZipBytes = 6 * 1024 * 1024;

export const POST = tenantRoute(async ({ ctx, param, query, request }) => {
  const { fileName, revision } = query(querySchema);
  const bytes = await readBytes(
    request,
    maxZipBytes,
    "A zip has at most 6 MB. Leave out what the function does not need.",
  );
  const input = { functionName: param("name"), fileName, bytes };
  return uploadZip(ctx, revision === undefined ? input : { ...input, revision });
});
