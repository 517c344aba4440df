import { randomBytes } from "node:crypto";

/** A signing secret as standardwebhooks.com has it: 256 random bits. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString("base64")}`;
