-- A page of functions reads the rollups of fifty of ten thousand. Below row-level security an enum's comparison cannot
-- use an index (it is not leakproof), so that the primary key, which begins with the scope, is of no help there.
CREATE INDEX rollups_function_idx ON rollups (function_id, bucket_seconds, bucket_at);
