import { AppError } from "@annex/contract";
import { endProviderSessions } from "@annex/control-plane";
import { orDatabaseAway } from "@annex/db";
import { env } from "../env";
import { discoverProvider, type Provider, verifyLogoutToken } from "./logout-token";
import { readBytes } from "./read-body";
import { services } from "./services";

const maxBytes = 16_000;
let discovered: Promise<Provider> | undefined;

/** Asked once; jose fetches keys anew by itself where one is unknown. */
function providerOf(issuer: string): Promise<Provider> {
  discovered ??= discoverProvider(issuer).catch((cause) => {
    discovered = undefined;
    throw new AppError("unavailable", "The provider cannot be reached to verify its logout token.", { cause });
  });
  return discovered;
}

async function logoutTokenOf(request: Request): Promise<string> {
  const bytes = await readBytes(request, maxBytes, `The request has more than ${maxBytes / 1000} kB.`);
  const token = new URLSearchParams(new TextDecoder().decode(bytes)).get("logout_token");
  if (!token) throw new AppError("invalid_request", "Send logout_token as application/x-www-form-urlencoded.");
  return token;
}

function answer(status: number, body: object | null): Response {
  const headers = { "cache-control": "no-store", ...(body === null ? {} : { "content-type": "application/json" }) };
  return new Response(body === null ? null : JSON.stringify(body), { status, headers });
}

/** What section 2.8 of OpenID Connect Back-Channel Logout 1.0 has for what went wrong. */
function refusal(failure: unknown): Response {
  const error = orDatabaseAway(failure);
  if (!(error instanceof AppError)) throw error;
  const status = error.code === "unavailable" ? 503 : error.code === "payload_too_large" ? 413 : 400;
  return answer(status, { error: "invalid_request", error_description: error.message });
}

/**
 * The OpenID Connect provider tells that a person, or one of their sessions there, has ended: so do the sessions here
 * that began with it, on every node at once. Access tokens stay, for they are made to outlive a session.
 */
export async function endAtProvider(request: Request): Promise<Response> {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = env();
  if (issuer === undefined) return answer(404, { error: "invalid_request", error_description: "No provider is set." });
  try {
    const token = await logoutTokenOf(request);
    const ended = await verifyLogoutToken(token, await providerOf(issuer), clientId);
    await endProviderSessions(await services(), { issuer, ...ended });
    return answer(200, null);
  } catch (failure) {
    return refusal(failure);
  }
}
