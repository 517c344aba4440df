-- Layers: files that functions find below /opt. Those without a tenant are the vendor's: every tenant reads them.
CREATE TABLE layers (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name text NOT NULL,
  description text NOT NULL DEFAULT '',
  next_number integer NOT NULL DEFAULT 1,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX layers_tenant_id_name_key ON layers (tenant_id, name) NULLS NOT DISTINCT;

-- Immutable. A version that was deleted stays until it is gone from every cell too.
CREATE TABLE layer_versions (
  id uuid PRIMARY KEY,
  layer_id uuid NOT NULL REFERENCES layers (id) ON DELETE CASCADE ON UPDATE CASCADE,
  tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  number integer NOT NULL,
  message text NOT NULL DEFAULT '',
  runtimes text[] NOT NULL,
  sha256 text NOT NULL,
  bytes bytea NOT NULL,
  size_bytes integer NOT NULL,
  unpacked_bytes integer NOT NULL,
  entries jsonb NOT NULL,
  files integer NOT NULL,
  packages text[] NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  deleted_at timestamptz
);
CREATE UNIQUE INDEX layer_versions_layer_id_number_key ON layer_versions (layer_id, number);
CREATE INDEX layer_versions_tenant_id_idx ON layer_versions (tenant_id);

-- Where a version is a Lambda layer.
CREATE TABLE layer_publications (
  layer_version_id uuid NOT NULL REFERENCES layer_versions (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  cell_id uuid NOT NULL REFERENCES cells (id) ON DELETE CASCADE ON UPDATE CASCADE,
  arn text NOT NULL,
  published_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (layer_version_id, cell_id)
);

-- The layers of a release, in order. The reference keeps a version from being removed while a release has it.
CREATE TABLE release_layers (
  release_id uuid NOT NULL REFERENCES releases (id) ON DELETE CASCADE ON UPDATE CASCADE,
  position integer NOT NULL,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  layer_version_id uuid NOT NULL REFERENCES layer_versions (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  PRIMARY KEY (release_id, position)
);
CREATE INDEX release_layers_tenant_id_idx ON release_layers (tenant_id);
CREATE INDEX release_layers_layer_version_id_idx ON release_layers (layer_version_id);

CREATE TYPE layer_rollout_state AS ENUM ('running', 'paused', 'stopped', 'done', 'cancelled');
CREATE TYPE layer_rollout_item_state AS ENUM ('waiting', 'deploying', 'done', 'failed', 'skipped');

-- A version of a vendor layer on its way to every function that uses an older one, in waves.
CREATE TABLE layer_rollouts (
  id uuid PRIMARY KEY,
  layer_version_id uuid NOT NULL REFERENCES layer_versions (id) ON DELETE RESTRICT ON UPDATE CASCADE,
  state layer_rollout_state NOT NULL DEFAULT 'running',
  wave_size integer NOT NULL,
  pause_seconds integer NOT NULL,
  max_failure_rate double precision NOT NULL,
  shift_plan jsonb,
  wave integer NOT NULL DEFAULT 0,
  wave_ended_at timestamptz,
  counted_from_wave integer NOT NULL DEFAULT 1,
  reason text,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz
);
CREATE INDEX layer_rollouts_layer_version_id_idx ON layer_rollouts (layer_version_id);
CREATE INDEX layer_rollouts_state_idx ON layer_rollouts (state);

CREATE TABLE layer_rollout_items (
  rollout_id uuid NOT NULL REFERENCES layer_rollouts (id) ON DELETE CASCADE ON UPDATE CASCADE,
  position integer NOT NULL,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  function_id uuid NOT NULL REFERENCES functions (id) ON DELETE CASCADE ON UPDATE CASCADE,
  state layer_rollout_item_state NOT NULL DEFAULT 'waiting',
  wave integer,
  deployment_id uuid,
  detail text NOT NULL DEFAULT '',
  PRIMARY KEY (rollout_id, position)
);
CREATE UNIQUE INDEX layer_rollout_items_rollout_id_function_id_key ON layer_rollout_items (rollout_id, function_id);
CREATE INDEX layer_rollout_items_rollout_id_state_idx ON layer_rollout_items (rollout_id, state);
CREATE INDEX layer_rollout_items_tenant_id_idx ON layer_rollout_items (tenant_id);
CREATE INDEX layer_rollout_items_function_id_idx ON layer_rollout_items (function_id);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['layers', 'layer_versions', 'release_layers', 'layer_rollout_items'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY every_tenant ON %I TO annex_operator USING (true) WITH CHECK (true)', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO annex_operator', name);
  END LOOP;
END $$;
CREATE POLICY own_tenant ON layers TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant());
CREATE POLICY vendors ON layers FOR SELECT TO annex_app USING (tenant_id IS NULL);
CREATE POLICY own_tenant ON layer_versions TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant());
CREATE POLICY vendors ON layer_versions FOR SELECT TO annex_app USING (tenant_id IS NULL);
-- foreign keys see every row: that a version is the tenant's own or the vendor's is for the policy to say
CREATE POLICY own_tenant ON release_layers TO annex_app USING (tenant_id = annex_tenant())
  WITH CHECK (tenant_id = annex_tenant() AND EXISTS (SELECT FROM layer_versions v WHERE v.id = layer_version_id));
CREATE POLICY own_tenant ON layer_rollout_items TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant());

GRANT SELECT, INSERT ON layers TO annex_app;
GRANT UPDATE (next_number) ON layers TO annex_app;
GRANT SELECT, INSERT ON layer_versions TO annex_app;
GRANT UPDATE (deleted_at) ON layer_versions TO annex_app;
GRANT SELECT, INSERT ON release_layers TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON layer_publications, layer_rollouts TO annex_operator;
