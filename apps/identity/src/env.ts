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
    /** Days after which the next signing key signs; the one before it stays good for its tokens. */
    SIGNING_KEY_DAYS: z.coerce.number().min(0.01).max(3650).default(30),
    /** Proxies in front, each of which adds to `X-Forwarded-For`. */
    TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
    ANNEX_MASTER_KEY: z.string().transform(parseMasterKey),
  }),
  process.env,
);
