-- Whoever names a zip anew keeps it from being removed; what a tenant stored within a day is counted by created_at.
ALTER TABLE artifacts ADD COLUMN named_at timestamptz NOT NULL DEFAULT now();
