-- A deleted function lies in the bin until `reap_at`; its name is free at once, and its live release is remembered.
ALTER TABLE functions
  ADD COLUMN deleted_at timestamptz,
  ADD COLUMN deleted_by text,
  ADD COLUMN reap_at timestamptz,
  ADD COLUMN binned_release_id uuid;
DROP INDEX functions_tenant_id_name_key;
CREATE UNIQUE INDEX functions_tenant_id_name_key ON functions (tenant_id, name) WHERE deleted_at IS NULL;
CREATE INDEX functions_reap_at_idx ON functions (reap_at);
