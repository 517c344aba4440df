-- What a plan gives of the data plane, beside what may be under way at once.
UPDATE plans SET limits = limits || CASE key
  WHEN 'starter' THEN '{"requestsPerSecond": 20, "invocationsPerDay": 20000, "spendCentsPerDay": 100}'::jsonb
  WHEN 'scale' THEN '{"requestsPerSecond": 2000, "invocationsPerDay": 100000000, "spendCentsPerDay": 1000000}'::jsonb
  ELSE '{"requestsPerSecond": 500, "invocationsPerDay": 5000000, "spendCentsPerDay": 20000}'::jsonb END;
-- The data plane keeps a tenant's limits in memory.
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON plans
  FOR EACH ROW EXECUTE FUNCTION annex_notify_change();

-- What a tenant has used of a day (UTC).
CREATE TABLE tenant_usage (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  invocations bigint NOT NULL DEFAULT 0,
  cost_pico_usd bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, day)
);
ALTER TABLE tenant_usage ENABLE ROW LEVEL SECURITY;
ALTER TABLE tenant_usage FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON tenant_usage TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant());
CREATE POLICY every_tenant ON tenant_usage TO annex_operator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON tenant_usage TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_usage TO annex_operator;

-- Each batch of the ledger is counted in its own transaction, whoever writes it, and every data plane is told.
CREATE FUNCTION annex_count_usage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE used record;
BEGIN
  FOR used IN
    INSERT INTO tenant_usage AS known (tenant_id, day, invocations, cost_pico_usd)
    SELECT row.tenant_id, (row.started_at AT TIME ZONE 'UTC')::date, count(*) FILTER (WHERE row.outcome <> 'throttled'),
      sum(COALESCE((to_jsonb(row)->>'cost_pico_usd')::bigint, 0))
    FROM written AS row GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (tenant_id, day) DO UPDATE SET
      invocations = known.invocations + excluded.invocations,
      cost_pico_usd = known.cost_pico_usd + excluded.cost_pico_usd
    RETURNING known.*
  LOOP
    PERFORM pg_notify('annex_usage', jsonb_build_object('tenantId', used.tenant_id, 'day', used.day,
      'invocations', used.invocations, 'spendUsd', used.cost_pico_usd / 1e12)::text);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER count_usage AFTER INSERT ON invocations REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION annex_count_usage();
