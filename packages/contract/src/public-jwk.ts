import { z } from "zod";

const base64url = z
  .string()
  .max(1000)
  .regex(/^[A-Za-z0-9_-]+$/, "A key's part is base64url.");
const kid = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9._~:/+-]+$/, "A key's ID holds letters, digits and ._~:/+- only.")
  .optional();

/** A public key of a client as a JWK (RFC 7517): RSA, P-256 or Ed25519. Its private part is refused, not ignored. */
export const publicJwkSchema = z.discriminatedUnion("kty", [
  z.strictObject({
    kty: z.literal("RSA"),
    n: base64url,
    e: base64url,
    kid,
    alg: z.enum(["RS256", "PS256"]).optional(),
    use: z.literal("sig").optional(),
  }),
  z.strictObject({
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    x: base64url,
    y: base64url,
    kid,
    alg: z.literal("ES256").optional(),
    use: z.literal("sig").optional(),
  }),
  z.strictObject({
    kty: z.literal("OKP"),
    crv: z.literal("Ed25519"),
    x: base64url,
    kid,
    alg: z.enum(["EdDSA", "Ed25519"]).optional(),
    use: z.literal("sig").optional(),
  }),
]);
export type PublicJwk = z.infer<typeof publicJwkSchema>;

/** A client's key as it is kept: with its ID, and until when it is good; null: until it is replaced. */
export const clientKeySchema = z.object({
  jwk: z.looseObject({ kid: z.string() }),
  until: z.iso.datetime().nullable(),
});
export type ClientKey = z.infer<typeof clientKeySchema>;
