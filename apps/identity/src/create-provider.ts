import { platformAudience } from "@annex/contract";
import type { SigningKeys } from "@annex/control-plane";
import type { Db } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import Provider, { type Configuration, errors } from "oidc-provider";
import { z } from "zod";
import { answerRefused } from "./answer-refused.ts";
import { type CallSecrets, callSecrets } from "./call-secrets.ts";
import { checkAssertion } from "./check-assertion.ts";
import { DatabaseAdapter } from "./database-adapter.ts";
import { grantedScopes } from "./granted-scopes.ts";
import { limitFailures } from "./limit-failures.ts";

export interface ProviderOptions {
  readonly issuer: string;
  readonly db: Db;
  readonly signingKeys: SigningKeys;
  readonly accessTokenSeconds: number;
  readonly trustedProxies: number;
  readonly masterKey: MasterKey;
}

const metadataSchema = z.looseObject({
  client_secret: z.string().default(""),
  tenant_id: z.string(),
  granted_scope: z.string(),
});

function configuration(options: ProviderOptions, secrets: CallSecrets): Configuration {
  const { db, signingKeys, accessTokenSeconds } = options;
  return {
    adapter: (model: string) => new DatabaseAdapter(db, model),
    jwks: { keys: [...signingKeys.keys] },
    // scopes name tenants' own things and cannot be listed; `grantedScopes` decides
    scopes: [],
    extraClientMetadata: { properties: ["tenant_id", "granted_scope"] },
    responseTypes: [],
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
    assertJwtClientAuthClaimsAndHeader: async (_, claims) => checkAssertion(claims),
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => platformAudience,
        useGrantedResource: () => true,
        getResourceServerInfo(ctx, resource, client) {
          if (resource !== platformAudience) throw new errors.InvalidTarget();
          const { granted_scope } = metadataSchema.parse(client.metadata());
          const scope = grantedScopes(ctx.oidc.params?.scope, granted_scope.split(" ")).join(" ");
          if (ctx.oidc.params) ctx.oidc.params.scope = scope;
          return {
            scope,
            audience: platformAudience,
            accessTokenFormat: "jwt",
            accessTokenTTL: secrets.lifeSeconds(accessTokenSeconds),
            jwt: { sign: { alg: "RS256", kid: signingKeys.currentKid } },
          };
        },
      },
    },
    ttl: { ClientCredentials: () => secrets.lifeSeconds(accessTokenSeconds) },
    extraTokenClaims(ctx) {
      const { tenant_id } = metadataSchema.parse(ctx.oidc.client?.metadata());
      return { tenant_id, ...secrets.claims() };
    },
  };
}

/** No grant here needs the authorization endpoint, and then the metadata tells of none (RFC 8414, 2). */
function tellNoAuthorizationEndpoint(provider: Provider): void {
  provider.use(async (ctx, next) => {
    await next();
    if (!ctx.path.startsWith("/.well-known/")) return;
    const { authorization_endpoint: _, ...metadata } = z.record(z.string(), z.unknown()).parse(ctx.body);
    ctx.body = metadata;
  });
}

/**
 * The OAuth2 authorization server: client credentials only, access tokens as RFC 9068 has them. A suspended tenant's
 * client still gets tokens; the data plane refuses them and says why.
 */
export function createProvider(options: ProviderOptions): Provider {
  const secrets = callSecrets(options.masterKey);
  const provider = new Provider(options.issuer, configuration(options, secrets));
  provider.proxy = true; // how we are called is what `callByIssuer` wrote
  provider.Client.prototype.compareClientSecret = function compareClientSecret(secret: string) {
    const { client_secret } = metadataSchema.parse(this.metadata());
    return secrets.matches(this.clientId, client_secret.split(" "), secret);
  };
  secrets.watch(provider);
  answerRefused(provider);
  tellNoAuthorizationEndpoint(provider);
  limitFailures(provider, options);
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
