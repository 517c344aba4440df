-- Plans: what a tenant may have. A tenant's own `quotas` replace single limits of its plan.
CREATE TABLE plans (
  key text PRIMARY KEY,
  name text NOT NULL,
  limits jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON plans TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON plans TO annex_operator;
INSERT INTO plans (key, name, limits) VALUES
  ('starter', 'Starter', '{"functions": 10, "releases": 50, "memoryMb": 512, "timeoutMs": 10000, "concurrency": 10, "codeBytes": 10485760}'),
  ('standard', 'Standard', '{"functions": 200, "releases": 1000, "memoryMb": 2048, "timeoutMs": 60000, "concurrency": 100, "codeBytes": 52428800}'),
  ('scale', 'Scale', '{"functions": 20000, "releases": 5000, "memoryMb": 2048, "timeoutMs": 60000, "concurrency": 500, "codeBytes": 262144000}');

ALTER TABLE tenants
  ADD COLUMN plan_key text NOT NULL DEFAULT 'standard' REFERENCES plans (key) ON UPDATE CASCADE ON DELETE RESTRICT,
  ADD COLUMN quotas jsonb NOT NULL DEFAULT '{}';

-- The gate: a deployment of this function runs its test events first, and fails where one does.
ALTER TABLE functions ADD COLUMN requires_passing_tests boolean NOT NULL DEFAULT false;
ALTER TABLE test_events ADD COLUMN expected jsonb;
ALTER TABLE test_runs
  ADD COLUMN suite_id uuid,
  ADD COLUMN test_event_id uuid,
  ADD COLUMN name text,
  ADD COLUMN expected jsonb;
CREATE INDEX test_runs_suite_id_idx ON test_runs (suite_id);
