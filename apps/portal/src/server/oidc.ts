import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import { env } from "../env";
import { metadataUrl } from "./logout-token";

const claimsSchema = z.looseObject({
  sub: z.string().min(1),
  email: z.string().default(""),
  email_verified: z.union([z.boolean(), z.stringbool()]).default(false),
  name: z.string().default(""),
  sid: z.string().nullable().default(null),
});
type Claims = z.output<typeof claimsSchema>;

/** What the provider says of a person, as our own accounts take it. */
export function personOf(given: unknown) {
  const claims = claimsSchema.parse(given);
  const { OIDC_ISSUER = "", OIDC_GROUPS_CLAIM, OIDC_GROUPS, OIDC_TRUST_EMAIL } = env();
  const groups = z.array(z.string()).catch([]).parse(claims[OIDC_GROUPS_CLAIM]);
  const { sub: subject, sid: session, email, name } = claims;
  const emailVerified = claims.email_verified || OIDC_TRUST_EMAIL;
  return { issuer: OIDC_ISSUER, subject, session, email, emailVerified, name, groups, rules: OIDC_GROUPS };
}

/** The OpenID Connect provider of the settings: authorization code with PKCE, state and nonce. */
export function oidcProviders(): OAuthConfig<Claims>[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_SCOPE } = env();
  if (OIDC_ISSUER === undefined) return [];
  return [
    {
      ...{ id: "oidc", name: OIDC_NAME, type: "oauth", issuer: OIDC_ISSUER, idToken: true },
      wellKnown: metadataUrl(OIDC_ISSUER),
      clientId: OIDC_CLIENT_ID,
      clientSecret: OIDC_CLIENT_SECRET,
      authorization: { params: { scope: OIDC_SCOPE } },
      checks: ["pkce", "state", "nonce"],
      userinfo: {
        // groups and address are in the ID token of some and in the userinfo of others
        async request({ client, tokens }) {
          const claims = z.looseObject({ sub: z.string() }).parse(idTokenClaims(tokens.id_token ?? ""));
          if (!client.issuer.metadata.userinfo_endpoint) return claimsSchema.parse(claims);
          const told = await client.userinfo(tokens.access_token ?? "");
          // OpenID Connect Core 5.3.2: "The sub Claim in the UserInfo Response MUST be verified to exactly match"
          if (told.sub !== claims.sub) throw new Error("The userinfo is another person's than the ID token.");
          return claimsSchema.parse({ ...claims, ...told });
        },
      },
      profile: (given) => {
        const { sub: id, email, name } = claimsSchema.parse(given);
        return { id, email, name };
      },
    },
  ];
}

/** The claims of an ID token that next-auth has verified. */
function idTokenClaims(token: string): unknown {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
}
