-- Personal access tokens for the portal's API: a person's rights in one tenant, narrowed to scopes, until a day.
CREATE TABLE access_tokens (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name text NOT NULL,
  token_hash text NOT NULL,
  hint text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE UNIQUE INDEX access_tokens_token_hash_key ON access_tokens (token_hash);
CREATE INDEX access_tokens_tenant_id_idx ON access_tokens (tenant_id);
CREATE INDEX access_tokens_user_id_idx ON access_tokens (user_id);
ALTER TABLE access_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON access_tokens TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant());
CREATE POLICY every_tenant ON access_tokens TO annex_operator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON access_tokens TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON access_tokens TO annex_operator;
