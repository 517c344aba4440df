import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("../../..", import.meta.url));

const schema = z.object({
  /** First of the seven ports: portal, data plane, identity, engine, PostgreSQL, worker, demo system. */
  ANNEX_PORT_BASE: z.coerce.number().int().min(1024).max(65_000).default(3000),
  /** Where everything that the installation keeps lives. */
  ANNEX_STATE_DIR: z.string().default(path.join(root, ".annex")),
  CHROMIUM: z.string().default("/usr/bin/chromium"),
  /** A registry's own certificate authority, handed to the builder. */
  NODE_EXTRA_CA_CERTS: z.string().optional(),
  /** E-mail address of the operator whose token `annex tokens create` makes, where there are several. */
  ANNEX_OPERATOR: z.string().optional(),
  /** Of an installation that this machine's stack does not run; for `annex keys rotate`. */
  ANNEX_MASTER_KEY: z.string().optional(),
  /** Of a database that this machine's stack does not run; for `annex audit verify`. */
  OPERATOR_DATABASE_URL: z.url().optional(),
  /** The mail server, such as `smtps://user:password@host:465`, and the sender; without it e-mails are kept in the outbox. */
  SMTP_URL: z.url().optional(),
  /** Opens the worker's `/metrics` for Prometheus. */
  METRICS_TOKEN: z.string().min(16).optional(),
  MAIL_FROM: z.string().optional(),
  /** Sign-in with an OpenID Connect provider; see the portal's env.ts. */
  OIDC_ISSUER: z.string().optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().optional(),
  OIDC_SCOPE: z.string().optional(),
  OIDC_GROUPS_CLAIM: z.string().optional(),
  OIDC_GROUPS: z.string().optional(),
  OIDC_TRUST_EMAIL: z.string().optional(),
  /** Proxies in front of portal and identity, each of which adds to `X-Forwarded-For`. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /** Days after which the next key signs access tokens. */
  SIGNING_KEY_DAYS: z.coerce.number().min(0.01).max(3650).default(30),
  NPM_REGISTRY: z.url().default("https://registry.npmjs.org"),
  /** The simple index of Python packages, and other addresses that its files are at (comma-separated). */
  PYTHON_INDEX: z.url().default("https://pypi.org/simple"),
  PYTHON_FILES: z.string().default("https://files.pythonhosted.org"),
  PATH: z.string().default("/usr/bin:/bin"),
  HOME: z.string().default("/tmp"),
});

const parsed = schema.safeParse(process.env);
if (!parsed.success) {
  for (const issue of parsed.error.issues) process.stderr.write(`${issue.path.join(".")}: ${issue.message}\n`);
  process.exit(1);
}

export const env = parsed.data;

/** Settings of OpenTelemetry, for those who send something there. */
export const otelEnvironment = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith("OTEL_") && value !== undefined ? [[name, value]] : [],
  ),
);
export { root };

/** What a child process gets: no variable of ours or of the machine that it does not need. */
export const childEnvironment = { PATH: env.PATH, HOME: env.HOME, LANG: "C.UTF-8", NODE_ENV: "production" };
