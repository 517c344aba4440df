import { readEnv } from "@annex/service";
import { z } from "zod";

const envSchema = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3006),
});

export function readErpEnv() {
  return readEnv(envSchema, process.env);
}
