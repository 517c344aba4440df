-- Filters and orders of records by a field of their type find their rows by an index.

-- A value as an index holds it: a text by its first 200 characters, lists and objects not at all.
CREATE FUNCTION annex_sort_key(value jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE jsonb_typeof(value)
    WHEN 'string' THEN to_jsonb(left(value #>> '{}', 200))
    WHEN 'number' THEN value
    WHEN 'boolean' THEN value
  END
$$;

-- An index for each field of a record type that has an order, of the first 40; made with the type.
CREATE FUNCTION annex_index_records() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  field text;
BEGIN
  FOR field IN
    SELECT substr(f->>'path', length(NEW.key) + 2)
    FROM jsonb_array_elements(NEW.fields) WITH ORDINALITY AS listed (f, place)
    WHERE f->>'type' <> 'json' AND f->>'path' LIKE NEW.key || '.%' AND place <= 40
  LOOP
    EXECUTE format(
      'CREATE INDEX IF NOT EXISTS %I ON records (tenant_id, annex_sort_key(data->%L), id) WHERE type_key = %L',
      'records_by_' || left(md5(NEW.key || '.' || field), 16), field, NEW.key);
  END LOOP;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION annex_index_records() FROM PUBLIC;
CREATE TRIGGER index_records AFTER INSERT OR UPDATE OF fields ON record_types
  FOR EACH ROW EXECUTE FUNCTION annex_index_records();
-- Those that are there already.
UPDATE record_types SET fields = fields;
