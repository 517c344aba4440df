-- Why a function ran, and which run of an accepted invocation a row of the ledger is.
CREATE TYPE "invocation_trigger" AS ENUM ('request', 'async', 'schedule', 'replay');
ALTER TABLE "invocations" ADD COLUMN "trigger" "invocation_trigger" NOT NULL DEFAULT 'request';
ALTER TABLE "invocations" ADD COLUMN "accepted_id" UUID;
ALTER TABLE "invocations" ADD COLUMN "attempt" INTEGER;
CREATE INDEX "invocations_accepted_id_idx" ON "invocations"("accepted_id") WHERE "accepted_id" IS NOT NULL;

-- How failed runs are tried again; null is the platform's own policy.
ALTER TABLE "functions" ADD COLUMN "retry_policy" JSONB;
ALTER TABLE "bindings" ADD COLUMN "retry_policy" JSONB;

CREATE TYPE "accepted_state" AS ENUM ('queued', 'running', 'held', 'done', 'dead', 'cancelled');

-- What was answered 202: it stays until it has its one outcome.
CREATE TABLE "accepted_invocations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "hops" INTEGER NOT NULL,
    "trigger" "invocation_trigger" NOT NULL,
    "function_id" UUID NOT NULL,
    "function_name" TEXT NOT NULL,
    "extension_point_key" TEXT,
    "caller" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "policy" JSONB NOT NULL,
    "webhook_id" UUID,
    "state" "accepted_state" NOT NULL DEFAULT 'queued',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "outcome" "invocation_outcome",
    "result" JSONB,
    "run_id" UUID,
    "lease_until" TIMESTAMPTZ,
    "due_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "accepted_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "counted_from" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ,
    CONSTRAINT "accepted_invocations_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "accepted_invocations_tenant_id_accepted_at_idx" ON "accepted_invocations"("tenant_id", "accepted_at" DESC);
-- Only what is not finished yet is looked for by its state, and dead letters.
CREATE INDEX "accepted_invocations_open_idx" ON "accepted_invocations"("due_at") WHERE "state" IN ('queued', 'running', 'held');
CREATE INDEX "accepted_invocations_dead_idx" ON "accepted_invocations"("tenant_id", "finished_at" DESC) WHERE "state" = 'dead';
CREATE INDEX "accepted_invocations_finished_at_idx" ON "accepted_invocations"("finished_at") WHERE "finished_at" IS NOT NULL;

-- A request with a key is done once: what was answered then is answered again.
CREATE TABLE "idempotency_keys" (
    "tenant_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "run_id" UUID NOT NULL,
    "lease_until" TIMESTAMPTZ,
    "status" INTEGER,
    "answer" JSONB,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("tenant_id", "client_id", "key")
);
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- Where a tenant is told of outcomes. The secret is sealed as a credential's value is.
CREATE TABLE "webhooks" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "wrapped_key" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "webhooks_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "webhooks_tenant_id_name_key" ON "webhooks"("tenant_id", "name");

CREATE TYPE "delivery_state" AS ENUM ('pending', 'delivered', 'failed');
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "accepted_id" UUID NOT NULL,
    "state" "delivery_state" NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_status" INTEGER,
    "last_error" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ,
    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "webhook_deliveries_tenant_id_created_at_idx" ON "webhook_deliveries"("tenant_id", "created_at" DESC);
CREATE INDEX "webhook_deliveries_webhook_id_idx" ON "webhook_deliveries"("webhook_id");
ALTER TABLE "webhooks" ADD CONSTRAINT "webhooks_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhooks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['accepted_invocations', 'idempotency_keys', 'webhooks', 'webhook_deliveries'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_tenant ON %I TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant())', name);
    EXECUTE format('CREATE POLICY every_tenant ON %I TO annex_operator USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO annex_app, annex_operator', name);
  END LOOP;
END $$;

-- Whoever runs accepted invocations is told that one waits: a trigger cannot be forgotten.
CREATE FUNCTION annex_notify_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('annex_runs', '');
  RETURN NULL;
END $$;
CREATE TRIGGER notify_run AFTER INSERT OR UPDATE OF state ON accepted_invocations
  FOR EACH ROW WHEN (NEW.state = 'queued') EXECUTE FUNCTION annex_notify_run();
