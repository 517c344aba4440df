import { groupRuleSchema } from "@annex/contract";
import { parseMasterKey } from "@annex/envelope";
import { z } from "zod";

const addressSchema = z.url().transform((url) => url.replace(/\/+$/, ""));

const schema = z.object({
  /** PostgreSQL as the app role, under row-level security. */
  DATABASE_URL: z.string(),
  /** PostgreSQL as the operator role: sign-in and operator pages. */
  OPERATOR_DATABASE_URL: z.string(),
  ANNEX_MASTER_KEY: z.string().transform(parseMasterKey),
  NEXTAUTH_URL: z.url(),
  NEXTAUTH_SECRET: z.string().min(16),
  /** Proxies between browsers and the portal, each of which adds to `X-Forwarded-For`. */
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  /**
   * An OpenID Connect provider to sign in with, beside e-mail and password. Its back-channel logout address is
   * `/api/auth/backchannel-logout` of the portal.
   */
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: z.string().default(""),
  OIDC_CLIENT_SECRET: z.string().default(""),
  /** On the button: `Continue with …`. */
  OIDC_NAME: z.string().min(1).max(60).default("single sign-on"),
  OIDC_SCOPE: z.string().default("openid email profile"),
  /** The claim that lists a person's groups. */
  OIDC_GROUPS_CLAIM: z.string().default("groups"),
  /** JSON: `[{"group":"acme-devs","tenant":"acme","role":"developer"},{"group":"platform","operator":true}]`. */
  OIDC_GROUPS: z
    .string()
    .default("[]")
    .transform((text) => z.array(groupRuleSchema).parse(JSON.parse(text))),
  /** For a provider that does not say `email_verified`, and lets nobody choose an address. */
  OIDC_TRUST_EMAIL: z.stringbool().default(false),
  /** Shown in examples of how to call. */
  DATA_PLANE_URL: addressSchema.default("http://127.0.0.1:3001"),
  IDENTITY_URL: addressSchema.default("http://127.0.0.1:3002"),
});

type Env = z.output<typeof schema>;
let parsed: Env | undefined;

/** The environment, parsed when it is first asked for: a build has none. */
export function env(): Env {
  parsed ??= schema.parse(process.env);
  return parsed;
}
