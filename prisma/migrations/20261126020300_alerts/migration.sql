-- Alerts: rules over the rollups, of a tenant's own (or one function's) or of the platform, and what they told.
CREATE TABLE alert_rules (
  id uuid PRIMARY KEY,
  -- Null: a rule of the operators'.
  tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  -- Of operators' rules: whose invocations are watched; null for all.
  watched_tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  function_id uuid REFERENCES functions (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name text NOT NULL,
  metric text NOT NULL CHECK (metric IN ('error_rate', 'p95', 'silence', 'spend')),
  -- A share, milliseconds, or US dollars; silence needs none.
  threshold double precision NOT NULL,
  window_minutes integer NOT NULL,
  emails text[] NOT NULL DEFAULT '{}',
  webhook_id uuid REFERENCES webhooks (id) ON DELETE SET NULL ON UPDATE CASCADE,
  enabled boolean NOT NULL DEFAULT true,
  muted_until timestamptz,
  state text NOT NULL DEFAULT 'ok' CHECK (state IN ('ok', 'firing')),
  state_since timestamptz NOT NULL DEFAULT now(),
  value double precision,
  evaluated_at timestamptz,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (tenant_id, name)
);
SELECT annex_secure_by_tenant('alert_rules');
GRANT SELECT, INSERT, UPDATE, DELETE ON alert_rules TO annex_app, annex_operator;

-- What a rule told, and whom.
CREATE TABLE alert_events (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  rule_id uuid NOT NULL REFERENCES alert_rules (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind text NOT NULL CHECK (kind IN ('firing', 'resolved', 'test')),
  value double precision,
  threshold double precision NOT NULL,
  -- For people, in one line.
  text text NOT NULL,
  muted boolean NOT NULL,
  told text[] NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX alert_events_tenant_id_at_idx ON alert_events (tenant_id, at DESC);
CREATE INDEX alert_events_rule_id_idx ON alert_events (rule_id);
SELECT annex_secure_by_tenant('alert_events');
GRANT SELECT, INSERT ON alert_events TO annex_app;
GRANT SELECT, INSERT, DELETE ON alert_events TO annex_operator;

-- A webhook is told of alerts as of accepted invocations.
ALTER TABLE webhook_deliveries ALTER COLUMN accepted_id DROP NOT NULL;
ALTER TABLE webhook_deliveries ADD COLUMN alert_event_id uuid REFERENCES alert_events (id) ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE webhook_deliveries ADD CONSTRAINT webhook_deliveries_tell_one
  CHECK ((accepted_id IS NULL) <> (alert_event_id IS NULL));
