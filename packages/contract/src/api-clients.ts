import { z } from "zod";
import { nameSchema } from "./names.ts";
import { publicJwkSchema } from "./public-jwk.ts";
import { scopeSchema } from "./scopes.ts";

export const apiClientSchema = z.object({
  id: z.string(),
  clientId: z.string(),
  name: z.string(),
  scopes: z.array(scopeSchema),
  createdAt: z.string(),
  revokedAt: z.string().nullable(),
  lastUsedAt: z.string().nullable(),
  /** Until when the secret before the last rotation is good. */
  previousSecretUntil: z.string().nullable(),
  /** The keys with which it proves itself in place of a secret; `until`: when one that was replaced ends. */
  keys: z.array(z.object({ kid: z.string(), until: z.string().nullable() })),
});
export type ApiClient = z.infer<typeof apiClientSchema>;

/** With `publicKey` the client has no secret: it signs its assertions (`private_key_jwt`). */
export const createApiClientSchema = z.object({
  name: nameSchema,
  scopes: z.array(scopeSchema).min(1).max(50),
  publicKey: publicJwkSchema.optional(),
});
export type CreateApiClient = z.infer<typeof createApiClientSchema>;

/** A new secret; the one before it is good for the overlap. 0 ends it, and the tokens that it got, at once. */
export const rotateApiClientSchema = z.object({ overlapHours: z.number().min(0).max(168).default(24) });
export type RotateApiClient = z.infer<typeof rotateApiClientSchema>;

/** A new public key; the one before it is good for the overlap. 0 ends it, and the tokens that it got, at once. */
export const rotateApiClientKeySchema = z.object({
  publicKey: publicJwkSchema,
  overlapHours: z.number().min(0).max(168).default(24),
});
export type RotateApiClientKey = z.infer<typeof rotateApiClientKeySchema>;

/** The only time that the secret is told; null where the client signs with a key of its own. */
export const createdApiClientSchema = apiClientSchema.extend({ clientSecret: z.string().nullable() });
export type CreatedApiClient = z.infer<typeof createdApiClientSchema>;
