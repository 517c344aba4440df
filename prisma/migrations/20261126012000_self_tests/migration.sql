-- The isolation self-test: a hostile function of a throw-away tenant attempts what must be denied, line by line.
CREATE TABLE self_tests (
  id uuid PRIMARY KEY,
  cell_id uuid NOT NULL,
  cell_name text NOT NULL,
  state text NOT NULL DEFAULT 'queued'
    CHECK (state IN ('queued', 'running', 'passed', 'open', 'inconclusive', 'interrupted')),
  lines jsonb NOT NULL DEFAULT '[]',
  -- Named before they are made, so that what a dead worker left is found and removed.
  probe_tenant_id uuid NOT NULL,
  neighbour_tenant_id uuid NOT NULL,
  started_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  lease_until timestamptz NOT NULL,
  finished_at timestamptz,
  removed_at timestamptz
);
CREATE INDEX self_tests_created_at_idx ON self_tests (created_at DESC);
-- One at a time: its extension point has one name.
CREATE UNIQUE INDEX self_tests_one_at_a_time ON self_tests ((true)) WHERE removed_at IS NULL;
GRANT SELECT, INSERT, UPDATE ON self_tests TO annex_operator;
