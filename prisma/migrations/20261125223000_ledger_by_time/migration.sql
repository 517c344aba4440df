-- The ledger and the logs by week: what is too old is dropped as a table, and a query of a day reads a week's indexes.
CREATE TYPE error_class AS ENUM ('user', 'platform', 'throttle', 'configuration', 'timeout', 'out_of_memory');

-- Each index as it was, for the table that takes its place.
CREATE TEMPORARY TABLE former_indexes ON COMMIT DROP AS
  SELECT x.indexdef FROM pg_indexes x JOIN pg_class c ON c.oid = format('%I.%I', x.schemaname, x.indexname)::regclass
  JOIN pg_index i ON i.indexrelid = c.oid
  WHERE x.schemaname = 'public' AND x.tablename IN ('invocations', 'log_lines') AND NOT i.indisunique
    AND x.indexname <> 'invocations_started_at_idx';

ALTER TABLE invocations RENAME TO invocations_before;
ALTER TABLE log_lines RENAME TO log_lines_before;

CREATE TABLE invocations (
  LIKE invocations_before INCLUDING DEFAULTS,
  error_class error_class,
  error_stack text[] NOT NULL DEFAULT '{}',
  -- The same for failures of the same kind at the same place, whatever numbers and names are in the message.
  error_fingerprint text,
  hops integer NOT NULL DEFAULT 0,
  cost_pico_usd bigint NOT NULL DEFAULT 0,
  -- The transaction that wrote the row. Rollups take in every row below the oldest transaction still open, once.
  recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id()
) PARTITION BY RANGE (started_at);
CREATE TABLE log_lines (LIKE log_lines_before INCLUDING DEFAULTS) PARTITION BY RANGE (at);
ALTER SEQUENCE log_lines_id_seq OWNED BY log_lines.id;

-- Forced row-level security and the two policies, on a table that carries tenant_id.
CREATE FUNCTION annex_secure_by_tenant(name regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY own_tenant ON %s TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant())', name);
  EXECUTE format('CREATE POLICY every_tenant ON %s TO annex_operator USING (true) WITH CHECK (true)', name);
END $$;
REVOKE EXECUTE ON FUNCTION annex_secure_by_tenant(regclass) FROM PUBLIC;

-- Makes the partitions of last week to `weeks_ahead` from now and drops those that ended longer ago than `keep`.
-- Nobody reaches a partition but through its parent. A week that already has rows in `_rest` leaves them there.
CREATE FUNCTION annex_keep_partitions(weeks_ahead integer, keep interval) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  parent text;
  week timestamptz;
  part text;
BEGIN
  PERFORM pg_advisory_xact_lock(72707370);
  FOREACH parent IN ARRAY ARRAY['invocations', 'log_lines'] LOOP
    FOR n IN -1..weeks_ahead LOOP
      week := date_trunc('week', now(), 'UTC') + make_interval(weeks => n);
      part := parent || to_char(week AT TIME ZONE 'UTC', '"_"IYYY"w"IW');
      CONTINUE WHEN to_regclass(part) IS NOT NULL;
      BEGIN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', part, parent, week, week + interval '7 days');
        PERFORM annex_secure_by_tenant(to_regclass(part));
      EXCEPTION WHEN check_violation THEN NULL;
      END;
    END LOOP;
    FOR part IN
      SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = parent::regclass AND c.relname ~ 'w\d\d$'
        AND to_date(right(c.relname, 7), 'IYYY"w"IW') + interval '7 days' < now() - keep
    LOOP EXECUTE format('DROP TABLE %I', part); END LOOP;
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION annex_keep_partitions(integer, interval) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION annex_keep_partitions(integer, interval) TO annex_operator;

CREATE TABLE invocations_rest PARTITION OF invocations DEFAULT;
CREATE TABLE log_lines_rest PARTITION OF log_lines DEFAULT;
SELECT annex_secure_by_tenant(name::regclass) FROM unnest(ARRAY['invocations', 'log_lines', 'invocations_rest', 'log_lines_rest']) AS name;
SELECT annex_keep_partitions(4, interval '100 years');
GRANT SELECT, INSERT ON invocations TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON invocations TO annex_operator;
GRANT SELECT ON log_lines TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON log_lines TO annex_operator;

-- The rows move over, whatever columns they have by now.
DO $$
DECLARE
  name text;
  columns text;
BEGIN
  FOREACH name IN ARRAY ARRAY['invocations', 'log_lines'] LOOP
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns
    FROM pg_attribute WHERE attrelid = (name || '_before')::regclass AND attnum > 0 AND NOT attisdropped;
    EXECUTE format('INSERT INTO %I (%s) SELECT %s FROM %I', name, columns, columns, name || '_before');
    EXECUTE format('DROP TABLE %I', name || '_before');
  END LOOP;
  FOR name IN SELECT indexdef FROM former_indexes LOOP EXECUTE name; END LOOP;
END $$;
UPDATE invocations SET error_class = (CASE outcome WHEN 'function_error' THEN 'user' WHEN 'throttled' THEN 'throttle'
  WHEN 'platform_error' THEN 'platform' ELSE outcome::text END)::error_class WHERE outcome <> 'success';

ALTER TABLE invocations ADD PRIMARY KEY (id, started_at);
ALTER TABLE log_lines ADD PRIMARY KEY (id, at), ADD UNIQUE (event_id, at);
CREATE INDEX invocations_recorded_xid_idx ON invocations (recorded_xid);
CREATE INDEX invocations_error_idx ON invocations (function_id, error_fingerprint, started_at DESC)
  WHERE error_fingerprint IS NOT NULL;
