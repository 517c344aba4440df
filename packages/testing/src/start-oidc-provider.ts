import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import Provider from "oidc-provider";
import { listenLocally } from "./listen-locally.ts";

export interface OidcProvider {
  readonly issuer: string;
  /** Who signs in next, as the provider says of that person. */
  person: Readonly<Record<string, unknown>> & { readonly sub: string };
  /** A JWT with its signature: what it is made of is the test's own. */
  sign(claims: JWTPayload, type: string): Promise<string>;
  close(): Promise<void>;
}

export const oidcClient = { id: "annex", secret: "a secret of the provider for tests" };

const page = (title: string, body: string) =>
  `<!DOCTYPE html><html lang="en"><title>${title}</title><body>${body}</body></html>`;

/** The library's own way refuses addresses of this machine, where a test's portal is. */
const fetchAnywhere: typeof fetch = (input, init = {}) =>
  fetch(input, Object.fromEntries(Object.entries(init).filter(([name]) => name !== "dispatcher")));

/**
 * An OpenID Connect provider that signs everybody in without asking, with PKCE required; at a free port where none is
 * given. Who ends the session there (`/session/end`) is told to the client's portal, as it registered.
 */
export async function startProvider(redirectUri: string, port = 0): Promise<OidcProvider> {
  const server = createServer();
  const issuer = `http://127.0.0.1:${await listenLocally(server, port)}`;
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const key = { ...(await exportJWK(privateKey)), kid: "test", alg: "RS256", use: "sig" };
  const running: OidcProvider = {
    issuer,
    sign: (claims, typ) => new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: key.kid, typ }).sign(privateKey),
    person: { sub: "nobody" },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        // a browser keeps its connections
        server.closeAllConnections();
      }),
  };
  const provider = new Provider(issuer, {
    clients: [
      {
        ...{ client_id: oidcClient.id, client_secret: oidcClient.secret, redirect_uris: [redirectUri] },
        backchannel_logout_uri: new URL("/api/auth/backchannel-logout", redirectUri).href,
        backchannel_logout_session_required: true,
      },
    ],
    jwks: { keys: [key] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"], groups: ["groups"] },
    scopes: ["openid", "email", "profile", "groups"],
    cookies: { keys: ["a key for tests"] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        // the library's own pages ask a server elsewhere for their letters
        logoutSource: (ctx, form) => {
          ctx.body = page(
            "Sign out",
            `${form}<button type="submit" form="op.logoutForm" value="yes" name="logout">Yes, sign me out</button>`,
          );
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = page("Signed out", "<p>Sign-out Success</p>");
        },
      },
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    fetch: fetchAnywhere,
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
