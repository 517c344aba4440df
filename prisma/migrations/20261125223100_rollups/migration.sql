-- Sums of the ledger by minute, hour and day: of each function's release, of each tenant, of the platform.
-- A histogram is two arrays: bucket numbers in ascending order and their counts. Bucket k holds durations of
-- 1.04^k to 1.04^(k+1) ms, so that a percentile of merged histograms is within 2 % of the one of all rows.
CREATE TYPE rollup_scope AS ENUM ('function', 'tenant', 'platform');

CREATE TABLE rollups (
  scope rollup_scope NOT NULL,
  bucket_seconds integer NOT NULL,
  -- All zeros where the scope leaves it open.
  tenant_id uuid NOT NULL,
  function_id uuid NOT NULL,
  bucket_at timestamptz NOT NULL,
  -- 0 where the scope leaves it open, or no release was reached.
  release_number integer NOT NULL,
  invocations bigint NOT NULL,
  user_errors bigint NOT NULL,
  platform_errors bigint NOT NULL,
  throttles bigint NOT NULL,
  configuration_errors bigint NOT NULL,
  timeouts bigint NOT NULL,
  out_of_memory bigint NOT NULL,
  cold_starts bigint NOT NULL,
  total_ms double precision NOT NULL,
  function_ms double precision NOT NULL,
  billed_ms bigint NOT NULL,
  billed_mb_ms bigint NOT NULL,
  memory_mb integer,
  max_memory_mb integer,
  cost_pico_usd bigint NOT NULL,
  total_keys smallint[] NOT NULL,
  total_counts integer[] NOT NULL,
  -- What was spent outside the function; of the invocations that reached one.
  own_keys smallint[] NOT NULL,
  own_counts integer[] NOT NULL,
  PRIMARY KEY (scope, bucket_seconds, tenant_id, function_id, bucket_at, release_number)
);
CREATE INDEX rollups_bucket_idx ON rollups (scope, bucket_seconds, bucket_at);
SELECT annex_secure_by_tenant('rollups');
GRANT SELECT ON rollups TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON rollups TO annex_operator;

-- How far the ledger was taken in: every row of a transaction below `next_xid`.
CREATE TABLE rollup_cursor (
  id boolean PRIMARY KEY DEFAULT true CHECK (id),
  next_xid xid8 NOT NULL,
  folded_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO rollup_cursor (next_xid) VALUES ('0');
GRANT SELECT, UPDATE ON rollup_cursor TO annex_operator;

CREATE FUNCTION annex_bucket(ms double precision) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT floor(ln(least(greatest(ms, 0.01), 1e9)) / ln(1.04))::smallint $$;

CREATE FUNCTION annex_merge_histograms(a_keys smallint[], a_counts integer[], b_keys smallint[], b_counts integer[],
  OUT keys smallint[], OUT counts integer[]) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(k ORDER BY k), '{}'), coalesce(array_agg(n ORDER BY k), '{}') FROM (
    SELECT k, sum(n)::integer AS n FROM (
      SELECT unnest(a_keys) AS k, unnest(a_counts) AS n UNION ALL SELECT unnest(b_keys), unnest(b_counts)) AS both_sides
    GROUP BY k) AS merged
$$;
