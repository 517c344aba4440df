import { setTimeout as delay } from "node:timers/promises";
import { acceptResponseSchema, dataPlaneRoutes } from "@annex/contract";
import { z } from "zod";
import { functionName } from "./make-content.ts";
import type { ChaosPlatform } from "./start-platform.ts";

const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });
const patienceMs = 120_000;
const againMs = 100;

/** A token that is asked for again before it expires, from an identity whose database may be away. */
export function tokenSource({ identityUrl, content }: ChaosPlatform): () => Promise<string> {
  const basic = Buffer.from(`${content.clientId}:${content.clientSecret}`).toString("base64");
  let known = { token: "", until: 0 };
  return async () => {
    for (const deadline = Date.now() + patienceMs; known.until < Date.now(); await delay(againMs)) {
      const response = await fetch(`${identityUrl}/token`, {
        method: "POST",
        headers: { authorization: `Basic ${basic}` },
        body: new URLSearchParams({ grant_type: "client_credentials" }),
      }).catch(() => undefined);
      const parsed = tokenSchema.safeParse(await response?.json().catch(() => undefined));
      if (parsed.success) {
        known = { token: parsed.data.access_token, until: Date.now() + parsed.data.expires_in * 500 };
        break;
      }
      if (Date.now() > deadline) throw new Error("Identity gave no token.");
    }
    return known.token;
  };
}

/** What a caller should send for invocation `number`, and what its function answers. */
export const invoiceNumber = (number: number) => `R-${number}`;

/**
 * Sends invocations with keys as a careful client does: again with the same key until it is answered 202.
 * @returns the accepted invocation's ID of each.
 */
export async function sendInvocations(platform: ChaosPlatform, count: number, atOnce: number): Promise<string[]> {
  const token = tokenSource(platform);
  const ids: string[] = [];
  let next = 0;
  const sendOne = async (number: number): Promise<string> => {
    const url = platform.dataPlaneUrls[number % platform.dataPlaneUrls.length] ?? "";
    for (const deadline = Date.now() + patienceMs; ; await delay(againMs)) {
      const response = await fetch(`${url}${dataPlaneRoutes.functionInvocations(functionName)}?mode=async`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${await token()}`,
          "content-type": "application/json",
          "idempotency-key": `order-${number}`,
        },
        body: JSON.stringify({ fields: { "invoice.number": invoiceNumber(number) } }),
        signal: AbortSignal.timeout(20_000),
      }).catch(() => undefined);
      const body: unknown = await response?.json().catch(() => undefined);
      if (response?.status === 202) return acceptResponseSchema.parse(body).invocations[0]?.invocationId ?? "";
      if (Date.now() > deadline) throw new Error(`Not accepted: ${response?.status} ${JSON.stringify(body)}`);
    }
  };
  const sendSome = async () => {
    while (next < count) {
      const number = next;
      next += 1;
      ids[number] = await sendOne(number);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sendSome));
  return ids;
}
