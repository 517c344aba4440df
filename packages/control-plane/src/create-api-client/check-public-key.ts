import { createHash, createPublicKey, type JsonWebKey } from "node:crypto";
import { AppError, type PublicJwk } from "@annex/contract";

const leastRsaBits = 2048;

function refuse(message: string, cause?: unknown): never {
  throw new AppError("invalid_request", message, { errors: [{ path: "publicKey", message }], cause });
}

/** The key's SHA-256 thumbprint (RFC 7638): its ID where it has none. */
function thumbprint(jwk: PublicJwk): string {
  const parts =
    jwk.kty === "RSA"
      ? { e: jwk.e, kty: jwk.kty, n: jwk.n }
      : jwk.kty === "EC"
        ? { crv: jwk.crv, kty: jwk.kty, x: jwk.x, y: jwk.y }
        : { crv: jwk.crv, kty: jwk.kty, x: jwk.x };
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
}

/** The key with its ID. @throws AppError `invalid_request` for what is no key, and for RSA of less than 2,048 bits. */
export function checkPublicKey(jwk: PublicJwk): PublicJwk & { readonly kid: string } {
  const json: JsonWebKey = { ...jwk };
  try {
    const { asymmetricKeyDetails } = createPublicKey({ key: json, format: "jwk" });
    const bits = asymmetricKeyDetails?.modulusLength ?? leastRsaBits;
    if (bits < leastRsaBits) refuse(`An RSA key needs ${leastRsaBits} bits; this has ${bits}.`);
  } catch (error) {
    if (error instanceof AppError) throw error;
    refuse("This is no public key: its numbers do not fit together.", error);
  }
  return { ...jwk, kid: jwk.kid ?? thumbprint(jwk) };
}
