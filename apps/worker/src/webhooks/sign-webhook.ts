import { createHmac } from "node:crypto";

interface SignedParts {
  /** Each `whsec_` and 32 bytes in base64; more than one while a secret is changed. */
  readonly secrets: readonly string[];
  readonly id: string;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The headers of a signed webhook as https://www.standardwebhooks.com has them: HMAC-SHA256 over ID, timestamp and
 * body, so that a receiver can tell a repetition and an old message from a new one; a signature for each secret.
 */
export function signWebhook({ secrets, id, timestamp, body }: SignedParts): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": signatures.join(" ") };
}
