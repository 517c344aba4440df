-- What each month cost, by release: the cost page reads a row for each function instead of one for each of its days.
CREATE TABLE month_costs (
  month date NOT NULL,
  tenant_id uuid NOT NULL,
  function_id uuid NOT NULL,
  release_number integer NOT NULL,
  invocations bigint NOT NULL,
  billed_mb_ms bigint NOT NULL,
  cost_pico_usd bigint NOT NULL,
  PRIMARY KEY (month, tenant_id, function_id, release_number)
);
SELECT annex_secure_by_tenant('month_costs');
GRANT SELECT ON month_costs TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON month_costs TO annex_operator;
INSERT INTO month_costs
SELECT date_trunc('month', bucket_at, 'UTC') AT TIME ZONE 'UTC', tenant_id, function_id, release_number,
  sum(invocations), sum(billed_mb_ms), sum(cost_pico_usd)
FROM rollups WHERE scope = 'function' AND bucket_seconds = 86400 GROUP BY 1, 2, 3, 4;
