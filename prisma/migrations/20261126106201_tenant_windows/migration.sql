-- What the whole past buckets of each range add up to, for each tenant: a table of tenants that is sorted by a percentile
-- merges two histograms of each instead of up to sixty. Made of the rollups, and made anew when the range moves on.
CREATE TABLE range_windows (
  range text PRIMARY KEY,
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON range_windows TO annex_operator;

CREATE TABLE tenant_windows (
  range text NOT NULL REFERENCES range_windows (range) ON DELETE CASCADE,
  tenant_id uuid NOT NULL,
  invocations bigint NOT NULL,
  errors bigint NOT NULL,
  throttles bigint NOT NULL,
  cost_pico_usd bigint NOT NULL,
  total_keys smallint[] NOT NULL,
  total_counts bigint[] NOT NULL,
  PRIMARY KEY (range, tenant_id)
);
SELECT annex_secure_by_tenant('tenant_windows');
GRANT SELECT, INSERT, UPDATE, DELETE ON tenant_windows TO annex_operator;
