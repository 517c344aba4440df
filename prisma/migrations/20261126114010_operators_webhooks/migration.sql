-- A webhook without a tenant is the operators'. Row-level security hides it from every tenant: null is no tenant.
ALTER TABLE webhooks ALTER COLUMN tenant_id DROP NOT NULL;
ALTER TABLE webhook_deliveries ALTER COLUMN tenant_id DROP NOT NULL;
CREATE UNIQUE INDEX webhooks_operators_name_key ON webhooks (name) WHERE tenant_id IS NULL;

-- A rotated secret signs beside the new one until then.
ALTER TABLE webhooks
  ADD COLUMN previous_ciphertext bytea,
  ADD COLUMN previous_wrapped_key bytea,
  ADD COLUMN previous_key_id text,
  ADD COLUMN previous_until timestamptz;

-- What somebody sent to try it tells of nothing.
ALTER TABLE webhook_deliveries ADD COLUMN is_test boolean NOT NULL DEFAULT false;
ALTER TABLE webhook_deliveries DROP CONSTRAINT webhook_deliveries_tell_one;
ALTER TABLE webhook_deliveries ADD CONSTRAINT webhook_deliveries_tell_one
  CHECK (num_nonnulls(accepted_id, alert_event_id) + is_test::int = 1);
