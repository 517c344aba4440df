import { lookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP } from "node:net";
import { isPublicAddress } from "./public-addresses.ts";

interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** `host:port` that may be reached wherever it is and without TLS: the operator's word. */
  readonly allowed: ReadonlySet<string>;
}

const timeoutMs = 10_000;

/** The address that the request goes to; it is resolved once, so that a name cannot change its mind in between. */
async function addressOf({ url, allowed }: Post): Promise<{ address: string; family: number }> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isAllowed = allowed.has(`${url.hostname}:${url.port || (url.protocol === "https:" ? 443 : 80)}`);
  if (url.protocol !== "https:" && !isAllowed) throw new Error("A webhook needs https.");
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await lookup(host, { all: true });
  const [first] = isAllowed ? found : found.filter(({ address }) => isPublicAddress(address));
  const isMixed = !isAllowed && found.some(({ address }) => !isPublicAddress(address));
  if (!first || isMixed) throw new Error(`${url.hostname} is not an address of the public Internet.`);
  return first;
}

/**
 * Posts a webhook: ten seconds at most, no redirect is followed, nothing of the answer's body is kept.
 * @returns the status. @throws where the target may not or cannot be reached.
 */
export async function postWebhook(post: Post): Promise<number> {
  const { address, family } = await addressOf(post);
  const { url, headers, body } = post;
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      lookup: (_name, options, done) => {
        if (options.all) done(null, [{ address, family }]);
        else done(null, address, family);
      },
    });
    sent.once("error", reject);
    sent.once("response", (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    sent.end(body);
  });
}
