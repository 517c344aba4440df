-- Invocations whose data plane died before it wrote their row are found by lines that belong to none.
ALTER TABLE log_cursors ADD COLUMN looked_at timestamptz NOT NULL DEFAULT 'epoch';
CREATE INDEX log_cursors_looked_at_idx ON log_cursors (looked_at);
CREATE INDEX log_lines_unclaimed_idx ON log_lines (at)
  WHERE level = 'platform' AND release_number IS NULL AND request_id IS NOT NULL;
