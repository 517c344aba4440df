import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import Provider from "oidc-provider";

export interface OidcProvider {
  readonly issuer: string;
  /** Who signs in next, as the provider says of that person. */
  person: Readonly<Record<string, unknown>> & { readonly sub: string };
  close(): Promise<void>;
}

export const oidcClient = { id: "annex", secret: "a secret of the provider for tests" };

/** An OpenID Connect provider that signs everybody in without asking, with PKCE required; at a free port where none is given. */
export async function startProvider(redirectUri: string, port = 0): Promise<OidcProvider> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const address = server.address();
  const issuer = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}`;
  const running: OidcProvider = {
    issuer,
    person: { sub: "nobody" },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        // a browser keeps its connections
        server.closeAllConnections();
      }),
  };
  const provider = new Provider(issuer, {
    clients: [{ client_id: oidcClient.id, client_secret: oidcClient.secret, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    scopes: ["openid", "email", "profile", "groups"],
    cookies: { keys: ["a key for tests"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ ...running.person, sub: accountId }) }),
  });
  const finish = async (request: IncomingMessage, response: ServerResponse) => {
    const { params } = await provider.interactionDetails(request, response);
    const accountId = running.person.sub;
    const grant = new provider.Grant({ accountId, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    const result = { login: { accountId }, consent: { grantId: await grant.save() } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  };
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (request.url?.startsWith("/interaction/")) void finish(request, response);
    else void answer(request, response);
  });
  return running;
}
