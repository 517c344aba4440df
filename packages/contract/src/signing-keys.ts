import { z } from "zod";

/** A key of identity's that signs access tokens; nothing of the key itself. */
export const signingKeySchema = z.object({
  kid: z.string(),
  /** `next` is published already; `previous` is published until `retiredAt`. */
  state: z.enum(["next", "current", "previous"]),
  createdAt: z.string(),
  activatedAt: z.string().nullable(),
  retiredAt: z.string().nullable(),
});
export type SigningKey = z.infer<typeof signingKeySchema>;

/** PostgreSQL's channel on which identity's nodes hear that the keys changed. */
export const signingKeysChannel = "annex_signing_keys";
