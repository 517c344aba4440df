-- What a layer's version was made from, where it was not a zip, and what came along: { name: version and checksum }.
ALTER TABLE layer_versions ADD COLUMN made_from jsonb, ADD COLUMN package_lock jsonb NOT NULL DEFAULT '{}';

-- Versions of tenants' layers that are made from packages by the builder.
CREATE TABLE layer_builds (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  layer_id uuid NOT NULL REFERENCES layers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done', 'failed')),
  message text NOT NULL DEFAULT '',
  runtimes text[] NOT NULL,
  packages jsonb NOT NULL,
  version integer,
  problem text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX layer_builds_layer_id_created_at_idx ON layer_builds (layer_id, created_at);
CREATE INDEX layer_builds_tenant_id_idx ON layer_builds (tenant_id);
ALTER TABLE layer_builds ENABLE ROW LEVEL SECURITY;
ALTER TABLE layer_builds FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON layer_builds TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant());
CREATE POLICY every_tenant ON layer_builds TO annex_operator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON layer_builds TO annex_app, annex_operator;
