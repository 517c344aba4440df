-- Lines of the data plane and the worker beside those of functions, fields of structured lines, and search by text.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE TYPE log_source AS ENUM ('function', 'data_plane', 'worker');
ALTER TABLE log_lines
  ADD COLUMN source log_source NOT NULL DEFAULT 'function',
  ADD COLUMN release_number integer,
  -- Of a structured line: all that is not its level, message and IDs.
  ADD COLUMN fields jsonb,
  -- A call of the platform API may belong to no function.
  ALTER COLUMN function_id DROP NOT NULL;
-- Under row-level security the data plane writes lines of its own, and no others.
GRANT INSERT ON log_lines TO annex_app;
CREATE POLICY data_plane_lines ON log_lines AS RESTRICTIVE FOR INSERT TO annex_app WITH CHECK (source = 'data_plane');

CREATE INDEX log_lines_tenant_id_level_at_idx ON log_lines (tenant_id, level, at DESC);
CREATE INDEX log_lines_tenant_id_id_idx ON log_lines (tenant_id, id);
CREATE INDEX log_lines_platform_idx ON log_lines (tenant_id, at DESC) WHERE source <> 'function';
CREATE INDEX log_lines_text_idx ON log_lines USING gin (tenant_id, (message || coalesce(fields::text, '')) gin_trgm_ops);

-- Lines of the transaction's tenant that hold `needle`, newest first. PostgreSQL uses no text index below a row-level
-- security policy, because LIKE could leak what it compares; so this reads as the operator role, and takes its tenant
-- from the transaction: it has no parameter that could name another. Indexes are read as bitmaps only: a walk by time
-- was tried before (decision 081).
CREATE FUNCTION annex_log_lines_with(needle text, from_at timestamptz, to_at timestamptz, before_at timestamptz, before_id bigint,
  wanted_level text, wanted_source log_source, wanted_functions uuid[], wanted_release integer, wanted_correlation text,
  wanted_request text, wanted_fields jsonb, most integer) RETURNS SETOF log_lines
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET plan_cache_mode = force_custom_plan SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
DECLARE
  mine uuid := annex_tenant();
BEGIN
  RETURN QUERY SELECT * FROM log_lines
  WHERE tenant_id = mine AND message || coalesce(fields::text, '') ILIKE needle AND at >= from_at AND at < to_at
    AND (before_at IS NULL OR (at, id) < (before_at, before_id))
    AND (wanted_level IS NULL OR level = wanted_level)
    AND (wanted_source IS NULL OR source = wanted_source)
    AND (wanted_functions IS NULL OR function_id = ANY (wanted_functions))
    AND (wanted_release IS NULL OR release_number = wanted_release)
    AND (wanted_correlation IS NULL OR correlation_id = wanted_correlation)
    AND (wanted_request IS NULL OR request_id = wanted_request)
    AND (wanted_fields IS NULL OR fields @> wanted_fields)
  ORDER BY at DESC, id DESC LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION annex_log_lines_with FROM PUBLIC;
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'annex_operator', 'MEMBER') THEN GRANT annex_operator TO CURRENT_USER; END IF;
  GRANT CREATE ON SCHEMA public TO annex_operator;
  ALTER FUNCTION annex_log_lines_with OWNER TO annex_operator;
  REVOKE CREATE ON SCHEMA public FROM annex_operator;
END $$;
GRANT EXECUTE ON FUNCTION annex_log_lines_with TO annex_app;
