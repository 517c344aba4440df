import { parseMasterKey } from "@annex/envelope";
import { readEnv } from "@annex/service";
import { z } from "zod";

export const env = readEnv(
  z.object({
    HOST: z.string().default("127.0.0.1"),
    PORT: z.coerce.number().int().min(0).max(65_535).default(3002),
    /** Public URL: `iss` of every token, whatever name a caller reached us by. */
    ISSUER: z.url(),
    OPERATOR_DATABASE_URL: z.string(),
    ANNEX_MASTER_KEY: z.string().transform(parseMasterKey),
  }),
  process.env,
);
