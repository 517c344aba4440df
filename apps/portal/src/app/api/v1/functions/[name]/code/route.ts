import { codeQuerySchema } from "@annex/contract";
import { downloadCode } from "@annex/control-plane";
import { tenantRoute } from "@/server/route";

export const GET = tenantRoute(async ({ ctx, param, query }) => {
  const { fileName, bytes } = await downloadCode(ctx, { functionName: param("name"), ...query(codeQuerySchema) });
  const headers = {
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="${fileName}"`,
    "content-length": String(bytes.length),
  };
  return new Response(new Uint8Array(bytes), { headers });
});
