-- Counting what a batch of the ledger used made JSON of each row to find one number in it: a sixth of what a row cost.
CREATE OR REPLACE FUNCTION annex_count_usage() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE used record;
BEGIN
  FOR used IN
    INSERT INTO tenant_usage AS known (tenant_id, day, invocations, cost_pico_usd)
    SELECT row.tenant_id, (row.started_at AT TIME ZONE 'UTC')::date, count(*) FILTER (WHERE row.outcome <> 'throttled'),
      sum(row.cost_pico_usd)
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
