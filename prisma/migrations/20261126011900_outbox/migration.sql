-- E-mails on their way. A text may hold a link that is good for an account, so it is sealed and goes once it is sent.
CREATE TYPE "mail_state" AS ENUM ('queued', 'kept', 'sent', 'failed');
CREATE TABLE "mails" (
    "id" UUID NOT NULL,
    "tenant_id" UUID,
    "recipient" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "ciphertext" BYTEA,
    "wrapped_key" BYTEA,
    "key_id" TEXT,
    "state" "mail_state" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ,
    CONSTRAINT "mails_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "mails_created_at_idx" ON "mails"("created_at" DESC);
ALTER TABLE "mails" ADD CONSTRAINT "mails_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "mails" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "mails" FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON "mails" TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant());
CREATE POLICY every_tenant ON "mails" TO annex_operator USING (true) WITH CHECK (true);
-- A tenant writes e-mails and never reads them.
GRANT INSERT ON "mails" TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "mails" TO annex_operator;
