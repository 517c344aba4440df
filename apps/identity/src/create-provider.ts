import { createHash, timingSafeEqual } from "node:crypto";
import { platformAudience, scopeSchema } from "@annex/contract";
import type { Db } from "@annex/db";
import Provider, { type Configuration, errors } from "oidc-provider";
import { z } from "zod";
import { DatabaseAdapter } from "./database-adapter.ts";
import type { SigningJwk } from "./load-signing-key.ts";

export interface ProviderOptions {
  readonly issuer: string;
  readonly db: Db;
  readonly signingKey: SigningJwk;
  readonly accessTokenSeconds?: number;
}

const metadataSchema = z.looseObject({ client_secret: z.string(), tenant_id: z.string() });

/** Whether it is the secret of one of the hashes; all are compared, so that time tells nothing. */
function matchesHash(secretHashes: string, secret: string): boolean {
  const given = createHash("sha256").update(secret).digest();
  const matches = secretHashes.split(" ").map((hash) => {
    const wanted = Buffer.from(hash, "base64url");
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  return matches.includes(true);
}

function configuration({ db, signingKey, accessTokenSeconds = 300 }: ProviderOptions): Configuration {
  const scope = scopeSchema.options.join(" ");
  return {
    adapter: (model: string) => new DatabaseAdapter(db, model),
    jwks: { keys: [signingKey] },
    scopes: [...scopeSchema.options],
    extraClientMetadata: { properties: ["tenant_id"] },
    responseTypes: [],
    clientAuthMethods: ["client_secret_basic", "client_secret_post"],
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => platformAudience,
        useGrantedResource: () => true,
        getResourceServerInfo(ctx, resource, client) {
          if (resource !== platformAudience) throw new errors.InvalidTarget();
          // RFC 6749 3.3: without `scope` the server uses a default, here everything that the client may
          if (ctx.oidc.params && ctx.oidc.params.scope === undefined) ctx.oidc.params.scope = client.scope;
          return {
            scope,
            audience: platformAudience,
            accessTokenFormat: "jwt",
            accessTokenTTL: accessTokenSeconds,
            jwt: { sign: { alg: "RS256" } },
          };
        },
      },
    },
    ttl: { ClientCredentials: accessTokenSeconds },
    extraTokenClaims(ctx) {
      const { tenant_id } = metadataSchema.parse(ctx.oidc.client?.metadata());
      return { tenant_id };
    },
  };
}

/**
 * The OAuth2 authorization server: client credentials only, access tokens as RFC 9068 has them. A suspended tenant's
 * client still gets tokens; the data plane refuses them and says why.
 */
export function createProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.issuer, configuration(options));
  provider.Client.prototype.compareClientSecret = function compareClientSecret(secret: string) {
    return matchesHash(metadataSchema.parse(this.metadata()).client_secret, secret);
  };
  provider.on("grant.success", (ctx) => {
    const clientId = ctx.oidc.client?.clientId;
    const used = options.db.operator.apiClient.updateMany({
      where: { clientId: clientId ?? "" },
      data: { lastUsedAt: new Date() },
    });
    used.catch((error) => provider.emit("server_error", ctx, error));
  });
  return provider;
}
