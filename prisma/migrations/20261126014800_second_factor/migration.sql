-- Time-based one-time passwords (RFC 6238) with recovery codes; sign-in elsewhere (OpenID Connect).
ALTER TABLE "users"
  ADD COLUMN "totp_ciphertext" BYTEA,
  ADD COLUMN "totp_wrapped_key" BYTEA,
  ADD COLUMN "totp_key_id" TEXT,
  ADD COLUMN "totp_confirmed_at" TIMESTAMPTZ,
  -- The step of the last code that was taken: none is good twice.
  ADD COLUMN "totp_step" BIGINT NOT NULL DEFAULT 0,
  -- The groups of a provider made somebody an operator, and may end it.
  ADD COLUMN "operator_by_group" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "recovery_codes" (
    "user_id" UUID NOT NULL,
    "code_hash" TEXT NOT NULL,
    "used_at" TIMESTAMPTZ,
    CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("user_id", "code_hash")
);
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "user_identities" (
    "issuer" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "user_identities_pkey" PRIMARY KEY ("issuer", "subject")
);
CREATE INDEX "user_identities_user_id_idx" ON "user_identities"("user_id");
ALTER TABLE "user_identities" ADD CONSTRAINT "user_identities_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
GRANT SELECT, INSERT, UPDATE, DELETE ON "recovery_codes", "user_identities" TO annex_operator;

ALTER TABLE "memberships" ADD COLUMN "by_group" BOOLEAN NOT NULL DEFAULT false;
-- An operator's link for a new password also turns the second factor off: the phone may be lost.
ALTER TABLE "password_resets" ADD COLUMN "removes_totp" BOOLEAN NOT NULL DEFAULT false;
