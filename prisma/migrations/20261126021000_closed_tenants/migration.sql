-- A tenant that was closed is suspended until it is removed; until then it can be resumed.
ALTER TABLE tenants ADD COLUMN remove_at timestamptz;
CREATE INDEX tenants_remove_at_idx ON tenants (remove_at) WHERE remove_at IS NOT NULL;
