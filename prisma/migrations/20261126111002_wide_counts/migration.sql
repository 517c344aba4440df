-- A week of the whole platform may hold more than 2,147,483,647 invocations of one duration: a fold that met that number
-- failed, and every one after it.
ALTER TABLE rollups ALTER COLUMN total_counts TYPE bigint[], ALTER COLUMN own_counts TYPE bigint[];

DROP FUNCTION annex_merge_histograms(smallint[], integer[], smallint[], integer[]);
CREATE FUNCTION annex_merge_histograms(a_keys smallint[], a_counts bigint[], b_keys smallint[], b_counts bigint[],
  OUT keys smallint[], OUT counts bigint[]) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(k ORDER BY k), '{}'), coalesce(array_agg(n ORDER BY k), '{}') FROM (
    SELECT k, sum(n)::bigint AS n FROM (
      SELECT unnest(a_keys) AS k, unnest(a_counts) AS n UNION ALL SELECT unnest(b_keys), unnest(b_counts)) AS both_sides
    GROUP BY k) AS merged
$$;
