-- A token that was issued before its client's secret was changed is worth nothing any more: a trigger cannot be forgotten.
ALTER TABLE api_clients ADD COLUMN secret_changed_at timestamptz;

CREATE FUNCTION annex_secret_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.secret_changed_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER secret_changed BEFORE UPDATE OF secret_hash ON api_clients
  FOR EACH ROW WHEN (OLD.secret_hash IS DISTINCT FROM NEW.secret_hash) EXECUTE FUNCTION annex_secret_changed();
