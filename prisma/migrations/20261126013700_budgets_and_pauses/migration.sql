-- Budgets: what a tenant, or one of its functions, may cost in a day or a month. The worker compares them with the
-- ledger's sums and writes `state`; the data plane acts by it.
CREATE TABLE budgets (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  function_id uuid REFERENCES functions (id) ON DELETE CASCADE ON UPDATE CASCADE,
  period text NOT NULL CHECK (period IN ('day', 'month')),
  amount_micro_usd bigint NOT NULL CHECK (amount_micro_usd > 0),
  -- Percent of the amount; null: never.
  warn_percent integer NOT NULL,
  throttle_percent integer,
  pause_percent integer,
  throttle_per_second integer NOT NULL,
  state text NOT NULL DEFAULT 'ok' CHECK (state IN ('ok', 'warn', 'throttle', 'pause')),
  state_since timestamptz NOT NULL DEFAULT now(),
  -- Of the period that `state` speaks of.
  spent_pico_usd bigint NOT NULL DEFAULT 0,
  period_start date NOT NULL,
  lifted_until timestamptz,
  lifted_by text,
  lifted_reason text,
  updated_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE NULLS NOT DISTINCT (tenant_id, function_id, period)
);
SELECT annex_secure_by_tenant('budgets');
GRANT SELECT ON budgets TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON budgets TO annex_operator;
-- What is spent changes all the time and matters to no cache.
CREATE TRIGGER notify_change AFTER INSERT OR DELETE ON budgets FOR EACH ROW EXECUTE FUNCTION annex_notify_change();
CREATE TRIGGER notify_update AFTER UPDATE ON budgets FOR EACH ROW
  WHEN ((OLD.state, OLD.lifted_until, OLD.throttle_per_second, OLD.amount_micro_usd, OLD.period_start)
    IS DISTINCT FROM (NEW.state, NEW.lifted_until, NEW.throttle_per_second, NEW.amount_micro_usd, NEW.period_start))
  EXECUTE FUNCTION annex_notify_change();

-- Pauses: a function, one release of it, an extension point or a runtime that an operator stopped. Without a tenant
-- it holds for all. Never deleted: what was stopped, when and why, is kept.
CREATE TABLE pauses (
  id uuid PRIMARY KEY,
  tenant_id uuid REFERENCES tenants (id) ON DELETE CASCADE ON UPDATE CASCADE,
  kind text NOT NULL CHECK (kind IN ('function', 'release', 'extension_point', 'runtime')),
  function_id uuid REFERENCES functions (id) ON DELETE CASCADE ON UPDATE CASCADE,
  release_number integer,
  extension_point_key text,
  runtime text,
  -- How people call it.
  target text NOT NULL,
  reason text NOT NULL,
  paused_by text NOT NULL,
  paused_at timestamptz NOT NULL DEFAULT now(),
  ended_by text,
  ended_at timestamptz,
  CHECK (CASE kind
    WHEN 'function' THEN tenant_id IS NOT NULL AND function_id IS NOT NULL
    WHEN 'release' THEN tenant_id IS NOT NULL AND function_id IS NOT NULL AND release_number IS NOT NULL
    WHEN 'extension_point' THEN extension_point_key IS NOT NULL
    ELSE runtime IS NOT NULL END)
);
-- The same thing is paused once at a time.
CREATE UNIQUE INDEX pauses_in_force ON pauses (kind, tenant_id, function_id, release_number, extension_point_key, runtime)
  NULLS NOT DISTINCT WHERE ended_at IS NULL;
CREATE INDEX pauses_tenant_id_idx ON pauses (tenant_id);
ALTER TABLE pauses ENABLE ROW LEVEL SECURITY;
ALTER TABLE pauses FORCE ROW LEVEL SECURITY;
-- Those of the platform are for every tenant to see.
CREATE POLICY own_tenant ON pauses TO annex_app USING (tenant_id = annex_tenant() OR tenant_id IS NULL)
  WITH CHECK (tenant_id = annex_tenant());
CREATE POLICY every_tenant ON pauses TO annex_operator USING (true) WITH CHECK (true);
GRANT SELECT ON pauses TO annex_app;
GRANT SELECT, INSERT, UPDATE ON pauses TO annex_operator;
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON pauses FOR EACH ROW EXECUTE FUNCTION annex_notify_change();

-- Whether accepted invocations of a function are held: by a pause that is known before it runs, or by a budget.
CREATE FUNCTION annex_is_held(tenant uuid, fn uuid, point text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM pauses p WHERE p.ended_at IS NULL AND (p.tenant_id IS NULL OR p.tenant_id = tenant)
      AND (p.kind = 'function' AND p.function_id = fn OR p.kind = 'extension_point' AND p.extension_point_key = point))
  OR EXISTS (
    SELECT FROM budgets b WHERE b.tenant_id = tenant AND (b.function_id IS NULL OR b.function_id = fn) AND b.state = 'pause'
      AND (b.lifted_until IS NULL OR b.lifted_until < now())
      AND b.period_start + CASE b.period WHEN 'day' THEN interval '1 day' ELSE interval '1 month' END > now() AT TIME ZONE 'UTC')
$$;

-- Calls that were refused because their tenant is suspended, or by a pause or a budget: counted, by the minute.
CREATE TABLE refusals (
  tenant_id uuid NOT NULL,
  -- `tenant_suspended`, `pause:<ID>` or `budget:<ID>`.
  stopped_by text NOT NULL,
  minute timestamptz NOT NULL,
  count bigint NOT NULL,
  PRIMARY KEY (tenant_id, stopped_by, minute)
);
SELECT annex_secure_by_tenant('refusals');
GRANT SELECT, INSERT, UPDATE ON refusals TO annex_app;
GRANT SELECT, DELETE ON refusals TO annex_operator;

-- What each data plane process has under way, told once a second while it changes: { tenant ID: invocations }.
CREATE TABLE data_plane_nodes (
  node uuid PRIMARY KEY,
  under_way jsonb NOT NULL,
  at timestamptz NOT NULL
);
-- A data plane writes its own row and reads nobody's.
GRANT INSERT, SELECT (node), UPDATE (under_way, at) ON data_plane_nodes TO annex_app;
GRANT SELECT, DELETE ON data_plane_nodes TO annex_operator;
