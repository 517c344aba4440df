import { readFileSync } from "node:fs";
import { parseMasterKey } from "@annex/envelope";
import { readEnv } from "@annex/service";
import { otlpEnvSchema, otlpSettingsOf } from "@annex/telemetry";
import { z } from "zod";

const credentialsSchema = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

const envSchema = otlpEnvSchema.extend({
  DATABASE_URL: z.url(),
  OPERATOR_DATABASE_URL: z.url(),
  ANNEX_MASTER_KEY: z.string().transform(parseMasterKey),
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3005),
  /** JSON; without it AWS's default chain gives credentials. */
  CELL_CREDENTIALS: z
    .string()
    .transform((text) => credentialsSchema.parse(JSON.parse(text)))
    .optional(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  NPM_REGISTRY: z.url().default("https://registry.npmjs.org"),
  /** The simple index of Python packages, and other addresses that its files are at (comma-separated). */
  PYTHON_INDEX: z.url().default("https://pypi.org/simple"),
  PYTHON_FILES: z
    .string()
    .default("https://files.pythonhosted.org")
    .transform((text) => text.split(",").filter((address) => address !== ""))
    .pipe(z.array(z.url())),
  /** What Prometheus shows at `/metrics`; without it there is no such address. */
  METRICS_TOKEN: z.string().min(16).optional(),
  /** What the isolation self-test comes in by. */
  DATA_PLANE_URL: z.url().default("http://127.0.0.1:3001"),
  IDENTITY_URL: z.url().default("http://127.0.0.1:3002"),
  /** `host:port`, comma-separated: webhooks there may have a private address and plain HTTP. */
  WEBHOOK_HOSTS: z
    .string()
    .default("")
    .transform((text) => text.split(",").filter((host) => host !== "")),
  /** `smtps://user:password@host:465` or `smtp://host:587`; without it e-mails are kept in the outbox. */
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().max(300).default("Annex <annex@localhost>"),
  /** Milliseconds after which an invocation's row that no data plane wrote is made of its REPORT line. */
  RECOVER_AFTER_MS: z.coerce.number().int().min(1000).optional(),
  /** PEM file of the authority that signs the registries's certificate. */
  EXTRA_CA_FILE: z.string().optional(),
});

/** The worker's settings. @throws with every variable that is missing or wrong. */
export function readWorkerEnv() {
  const env = readEnv(envSchema, process.env);
  return {
    ...env,
    otlp: otlpSettingsOf(env),
    sources: {
      npmRegistry: env.NPM_REGISTRY,
      pythonIndex: env.PYTHON_INDEX,
      pythonFiles: env.PYTHON_FILES,
      extraCa: env.EXTRA_CA_FILE ? readFileSync(env.EXTRA_CA_FILE, "utf8") : null,
    },
  };
}
