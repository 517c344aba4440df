import { portalOpenApi } from "@/server/portal-open-api";

/** Open: it tells nothing of a tenant. */
export const GET = () => Response.json(portalOpenApi());
