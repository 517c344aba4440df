import { codeQuerySchema } from "@annex/contract";
import { downloadCode } from "@annex/control-plane";
import { bodyOf } from "@/server/body-of";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(async ({ ctx, param, query }) => {
  const wanted = { functionName: param("name"), ...query(codeQuerySchema) };
  const { fileName, sizeBytes, parts } = await downloadCode(ctx, wanted);
  const headers = {
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="${fileName}"`,
    "content-length": String(sizeBytes),
  };
  return new Response(await bodyOf(parts), { headers });
});
