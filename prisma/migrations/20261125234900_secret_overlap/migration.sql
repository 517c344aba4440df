-- A rotated secret's predecessor is good until a time; with such an overlap the tokens that it got stay good as well.
ALTER TABLE api_clients ADD COLUMN previous_secret_hash text;
ALTER TABLE api_clients ADD COLUMN previous_secret_until timestamptz;
CREATE OR REPLACE FUNCTION annex_secret_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.previous_secret_hash = OLD.secret_hash AND NEW.previous_secret_until > now() THEN RETURN NEW; END IF;
  NEW.secret_changed_at := now();
  RETURN NEW;
END $$;
