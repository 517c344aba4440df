-- An operator's access to one tenant: asked for with a reason, in force only from an owner's word until its time.
CREATE TABLE support_access (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  operator_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  operator_email text NOT NULL,
  role membership_role NOT NULL CHECK (role <> 'owner'),
  reason text NOT NULL,
  hours integer NOT NULL CHECK (hours BETWEEN 1 AND 72),
  requested_at timestamptz NOT NULL DEFAULT now(),
  granted_by text,
  granted_at timestamptz,
  expires_at timestamptz,
  ended_by text,
  ended_at timestamptz,
  CHECK (num_nonnulls(granted_by, granted_at, expires_at) IN (0, 3)),
  CHECK (num_nonnulls(ended_by, ended_at) IN (0, 2))
);
CREATE INDEX support_access_tenant_id_idx ON support_access (tenant_id, requested_at DESC);
CREATE UNIQUE INDEX support_access_open_key ON support_access (operator_id, tenant_id) WHERE ended_at IS NULL;
ALTER TABLE support_access ENABLE ROW LEVEL SECURITY;
ALTER TABLE support_access FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON support_access TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant());
CREATE POLICY every_tenant ON support_access TO annex_operator USING (true) WITH CHECK (true);
-- A tenant's people grant and end; the operators ask and end. Neither makes what only the other may.
GRANT SELECT, UPDATE (granted_by, granted_at, expires_at, ended_by, ended_at) ON support_access TO annex_app;
GRANT SELECT, INSERT, DELETE, UPDATE (ended_by, ended_at) ON support_access TO annex_operator;
