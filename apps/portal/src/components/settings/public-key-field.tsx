"use client";
import { Field } from "../ui/field";
import { Textarea } from "../ui/input";

interface PublicKeyFieldProps {
  value: string;
  onChange: (text: string) => void;
  error: string | undefined;
}

/** What was pasted, as JSON; undefined where it is none. */
export function readJwk(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Takes a client's public key as a JWK. Its private part stays with the client. */
export function PublicKeyField({ value, onChange, error }: PublicKeyFieldProps) {
  const wrong = value !== "" && readJwk(value) === undefined ? "This is not JSON." : undefined;
  return (
    <Field
      label="Public key (JWK)"
      hint="RSA of 2,048 bits or more, P-256 or Ed25519. The private part never leaves the client."
      error={error ?? wrong}
    >
      {(control) => (
        <Textarea
          {...control}
          required
          maxLength={4000}
          className="min-h-24 font-mono"
          placeholder='{"kty":"EC","crv":"P-256","x":"…","y":"…"}'
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
