-- Where a session began at an OpenID Connect provider: its logout ends the session here too.
ALTER TABLE "sessions" ADD COLUMN "issuer" TEXT, ADD COLUMN "issuer_session" TEXT;
CREATE INDEX "sessions_issuer_issuer_session_idx" ON "sessions"("issuer", "issuer_session") WHERE "issuer" IS NOT NULL;
