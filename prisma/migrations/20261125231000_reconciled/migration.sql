-- When the function was last compared with Lambda; the longest ago comes next.
ALTER TABLE functions ADD COLUMN reconciled_at timestamptz;
CREATE INDEX functions_reconciled_at_idx ON functions (reconciled_at NULLS FIRST) WHERE live_release_id IS NOT NULL;
