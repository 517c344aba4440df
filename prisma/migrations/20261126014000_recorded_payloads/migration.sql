-- What went into functions and came out of them, where the tenant wants it kept.
CREATE TYPE recording_mode AS ENUM ('off', 'errors', 'all');

-- A tenant without a row records nothing.
CREATE TABLE recording_policies (
  tenant_id uuid PRIMARY KEY REFERENCES tenants(id) ON DELETE CASCADE ON UPDATE CASCADE,
  mode recording_mode NOT NULL,
  redacted text[] NOT NULL,
  retention_days integer NOT NULL CHECK (retention_days BETWEEN 1 AND 90),
  updated_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- One row for each run; no foreign keys, as in the ledger. Pruned by expires_at.
CREATE TABLE recorded_payloads (
  id uuid NOT NULL,
  attempt integer NOT NULL,
  tenant_id uuid NOT NULL,
  function_id uuid NOT NULL,
  function_name text NOT NULL,
  release_number integer NOT NULL,
  extension_point_key text,
  outcome invocation_outcome NOT NULL,
  fields jsonb,
  event jsonb,
  output jsonb,
  set_fields jsonb,
  error jsonb,
  redacted text[] NOT NULL DEFAULT '{}',
  dropped text[] NOT NULL DEFAULT '{}',
  recorded_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (id, attempt)
);
CREATE INDEX recorded_payloads_function_id_recorded_at_idx ON recorded_payloads (function_id, recorded_at DESC);
CREATE INDEX recorded_payloads_expires_at_idx ON recorded_payloads (expires_at);
CREATE INDEX recorded_payloads_tenant_id_idx ON recorded_payloads (tenant_id);

-- Which recorded run was run again, and with what: the ID is the accepted invocation's or the test run's.
CREATE TYPE replay_target AS ENUM ('live', 'release', 'draft');
CREATE TABLE replays (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL,
  source_id uuid NOT NULL,
  source_attempt integer NOT NULL,
  target replay_target NOT NULL,
  release_number integer,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX replays_tenant_id_source_id_idx ON replays (tenant_id, source_id);
CREATE INDEX replays_created_at_idx ON replays (created_at);

-- A replay of a release that is not live is a run of that release.
ALTER TABLE accepted_invocations ADD COLUMN release_number integer;

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['recording_policies', 'recorded_payloads', 'replays'] LOOP
    PERFORM annex_secure_by_tenant(name::regclass);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO annex_app, annex_operator', name);
  END LOOP;
END $$;
-- What was recorded stays as it is until it is pruned.
REVOKE UPDATE, DELETE ON recorded_payloads FROM annex_app;
REVOKE UPDATE, DELETE ON replays FROM annex_app;

CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON recording_policies
  FOR EACH ROW EXECUTE FUNCTION annex_notify_change();
