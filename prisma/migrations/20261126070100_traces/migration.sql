-- The W3C trace that an invocation is recorded in, where its caller or our sampler says so. `span_id` is what the
-- function sees as its parent; `parent_span_id` is the caller's span.
ALTER TABLE invocations ADD COLUMN trace_id text, ADD COLUMN span_id text, ADD COLUMN parent_span_id text;
ALTER TABLE accepted_invocations ADD COLUMN trace_id text, ADD COLUMN parent_span_id text;

-- How far each signal of OpenTelemetry was sent, and by whom until when: the ledger and the lines are the queue.
CREATE TABLE otlp_exports (
  signal text PRIMARY KEY CHECK (signal IN ('traces', 'logs', 'metrics')),
  -- Traces: every row of a transaction below it is sent. Logs: the last line's ID.
  position bigint NOT NULL,
  lease_until timestamptz NOT NULL DEFAULT '1970-01-01 00:00:00+00',
  sent bigint NOT NULL DEFAULT 0,
  dropped bigint NOT NULL DEFAULT 0,
  failing_since timestamptz,
  last_error text,
  sent_at timestamptz
);
-- No tenant's: row-level security without a policy for the app's role shuts it out.
ALTER TABLE otlp_exports ENABLE ROW LEVEL SECURITY;
ALTER TABLE otlp_exports FORCE ROW LEVEL SECURITY;
CREATE POLICY operators ON otlp_exports TO annex_operator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON otlp_exports TO annex_operator;
