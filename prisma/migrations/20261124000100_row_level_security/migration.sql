-- Two roles beside the owner: the app role is under row-level security, the operator role sees every tenant.
-- Their passwords are set by whoever applies the migrations.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'annex_app') THEN CREATE ROLE annex_app NOLOGIN; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'annex_operator') THEN CREATE ROLE annex_operator NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- two databases of one cluster migrated at once
END $$;

GRANT USAGE ON SCHEMA public TO annex_app, annex_operator;

-- The tenant of the running transaction; NULL outside one, so that no row matches.
CREATE FUNCTION annex_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT NULLIF(current_setting('annex.tenant_id', true), '')::uuid $$;

-- Every table that carries tenant_id: own rows only, forced on the owner as well.
DO $$
DECLARE name text;
BEGIN
  FOR name IN
    SELECT table_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'tenant_id' AND table_name NOT LIKE '\_prisma%'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY own_tenant ON %I TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant())', name);
    EXECUTE format('CREATE POLICY every_tenant ON %I TO annex_operator USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO annex_app, annex_operator', name);
  END LOOP;
END $$;

-- Tenants: a tenant sees itself and cannot change itself.
ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenants FOR SELECT TO annex_app USING (id = annex_tenant());
CREATE POLICY every_tenant ON tenants TO annex_operator USING (true) WITH CHECK (true);
GRANT SELECT ON tenants TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenants TO annex_operator;

-- Users: a tenant sees its members, without their password hashes.
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY members ON users FOR SELECT TO annex_app
  USING (EXISTS (SELECT FROM memberships WHERE memberships.user_id = users.id AND memberships.tenant_id = annex_tenant()));
CREATE POLICY every_user ON users TO annex_operator USING (true) WITH CHECK (true);
GRANT SELECT (id, email, name, is_operator, created_at) ON users TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON users TO annex_operator;

-- A tenant reads its audit trail and adds to it, and never changes it. Nobody but the owner removes from it.
REVOKE UPDATE, DELETE ON audit_events FROM annex_app, annex_operator;
-- The ledger and the logs are written by the platform.
REVOKE INSERT, UPDATE, DELETE ON log_lines, log_cursors FROM annex_app;
REVOKE UPDATE, DELETE ON invocations FROM annex_app;
-- Memberships are given by operators.
REVOKE INSERT, UPDATE, DELETE ON memberships FROM annex_app;

-- Platform-wide tables: everybody reads, operators write.
GRANT SELECT ON cells, record_types, extension_points TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON cells, record_types, extension_points, oidc_payloads, signing_keys TO annex_operator;

GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO annex_app, annex_operator;

-- What the data plane caches tells when it changes: a trigger cannot be forgotten by a capability.
CREATE FUNCTION annex_notify_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE changed jsonb := to_jsonb(COALESCE(NEW, OLD));
BEGIN
  PERFORM pg_notify('annex_changes', jsonb_build_object(
    'table', TG_TABLE_NAME, 'id', changed->>'id',
    'tenantId', CASE WHEN TG_TABLE_NAME = 'tenants' THEN changed->>'id' ELSE changed->>'tenant_id' END)::text);
  RETURN NULL;
END $$;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['tenants', 'functions', 'releases', 'bindings', 'credentials', 'extension_points'] LOOP
    EXECUTE format('CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION annex_notify_change()', name);
  END LOOP;
END $$;
-- last_used_at of a client changes often and matters to no cache.
CREATE TRIGGER notify_change AFTER INSERT OR DELETE ON api_clients FOR EACH ROW EXECUTE FUNCTION annex_notify_change();
CREATE TRIGGER notify_update AFTER UPDATE OF secret_hash, scopes, revoked_at ON api_clients FOR EACH ROW EXECUTE FUNCTION annex_notify_change();

-- What a person watches tells when it moves on.
CREATE FUNCTION annex_notify_progress() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('annex_progress', jsonb_build_object(
    'table', TG_TABLE_NAME, 'id', NEW.id, 'tenantId', NEW.tenant_id, 'functionId', NEW.function_id, 'state', NEW.state)::text);
  RETURN NULL;
END $$;
CREATE TRIGGER notify_progress AFTER INSERT OR UPDATE ON deployments FOR EACH ROW EXECUTE FUNCTION annex_notify_progress();
CREATE TRIGGER notify_progress AFTER INSERT OR UPDATE ON test_runs FOR EACH ROW EXECUTE FUNCTION annex_notify_progress();
