-- The declarations that npm packages bring along, for the editor: gzip of a JSON object of paths and texts.
CREATE TABLE package_types (
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  key text NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done', 'failed')),
  packages jsonb NOT NULL,
  files bytea,
  untyped text[] NOT NULL DEFAULT '{}',
  problem text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, key)
);
ALTER TABLE package_types ENABLE ROW LEVEL SECURITY;
ALTER TABLE package_types FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON package_types TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant());
CREATE POLICY every_tenant ON package_types TO annex_operator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON package_types TO annex_app, annex_operator;
