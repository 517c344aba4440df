-- Rollups of a week: a table of all tenants over 90 days merges 14 histograms for each instead of 91.
WITH days AS (
  SELECT *, date_bin('7 days', bucket_at, '1970-01-01Z') AS week FROM rollups WHERE bucket_seconds = 86400
), sums AS (
  SELECT scope, tenant_id, function_id, week, release_number, sum(invocations) AS invocations, sum(user_errors) AS user_errors,
    sum(platform_errors) AS platform_errors, sum(throttles) AS throttles, sum(configuration_errors) AS configuration_errors,
    sum(timeouts) AS timeouts, sum(out_of_memory) AS out_of_memory, sum(cold_starts) AS cold_starts, sum(total_ms) AS total_ms,
    sum(function_ms) AS function_ms, sum(billed_ms) AS billed_ms, sum(billed_mb_ms) AS billed_mb_ms, max(memory_mb) AS memory_mb,
    max(max_memory_mb) AS max_memory_mb, sum(cost_pico_usd) AS cost_pico_usd
  FROM days GROUP BY 1, 2, 3, 4, 5
), bars AS (
  SELECT scope, tenant_id, function_id, week, release_number, own, k, sum(n)::integer AS n FROM days,
    LATERAL (SELECT false AS own, k, n FROM unnest(total_keys, total_counts) AS bar (k, n)
      UNION ALL SELECT true, k, n FROM unnest(own_keys, own_counts) AS bar (k, n)) AS both_parts
  GROUP BY 1, 2, 3, 4, 5, 6, 7
), histograms AS (
  SELECT scope, tenant_id, function_id, week, release_number,
    coalesce(array_agg(k ORDER BY k) FILTER (WHERE NOT own), '{}') AS total_keys,
    coalesce(array_agg(n ORDER BY k) FILTER (WHERE NOT own), '{}') AS total_counts,
    coalesce(array_agg(k ORDER BY k) FILTER (WHERE own), '{}') AS own_keys,
    coalesce(array_agg(n ORDER BY k) FILTER (WHERE own), '{}') AS own_counts
  FROM bars GROUP BY 1, 2, 3, 4, 5
)
INSERT INTO rollups (scope, bucket_seconds, tenant_id, function_id, bucket_at, release_number, invocations, user_errors,
  platform_errors, throttles, configuration_errors, timeouts, out_of_memory, cold_starts, total_ms, function_ms, billed_ms,
  billed_mb_ms, memory_mb, max_memory_mb, cost_pico_usd, total_keys, total_counts, own_keys, own_counts)
SELECT scope, 604800, tenant_id, function_id, week, release_number, invocations, user_errors, platform_errors, throttles,
  configuration_errors, timeouts, out_of_memory, cold_starts, total_ms, function_ms, billed_ms, billed_mb_ms, memory_mb,
  max_memory_mb, cost_pico_usd, coalesce(total_keys, '{}'), coalesce(total_counts, '{}'), coalesce(own_keys, '{}'), coalesce(own_counts, '{}')
FROM sums LEFT JOIN histograms USING (scope, tenant_id, function_id, week, release_number);
