import { mailQuerySchema } from "@annex/contract";
import { listMails } from "@annex/control-plane";
import { operatorRoute } from "@/server/route";

export const GET = operatorRoute(({ ctx, query }) => listMails(ctx, query(mailQuerySchema)));
