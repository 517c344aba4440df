-- The operators are told of the platform itself: its own errors, its cells, its worker, its audit trail.
ALTER TABLE alert_rules DROP CONSTRAINT alert_rules_metric_check;
ALTER TABLE alert_rules ADD CONSTRAINT alert_rules_metric_check CHECK (metric IN
  ('error_rate', 'p95', 'silence', 'spend', 'platform_errors', 'cell_capacity', 'cell_unreachable', 'worker_lag', 'audit_chain'));
-- Only the operators' rules watch the platform.
ALTER TABLE alert_rules ADD CONSTRAINT alert_rules_platform_check CHECK (tenant_id IS NULL OR metric IN
  ('error_rate', 'p95', 'silence', 'spend'));
-- What was found, in words: which cell, which queue.
ALTER TABLE alert_rules ADD COLUMN detail text;

-- Incidents show on the overview from the first day on; whom they tell is for the operators to say.
INSERT INTO alert_rules (id, tenant_id, name, metric, threshold, window_minutes, created_by) VALUES
  (gen_random_uuid(), NULL, 'Platform errors', 'platform_errors', 0.01, 5, 'system:annex'),
  (gen_random_uuid(), NULL, 'Cell near its quota', 'cell_capacity', 0.8, 1, 'system:annex'),
  (gen_random_uuid(), NULL, 'Cell cannot be reached', 'cell_unreachable', 0, 1, 'system:annex'),
  (gen_random_uuid(), NULL, 'Worker behind', 'worker_lag', 120, 1, 'system:annex'),
  (gen_random_uuid(), NULL, 'Audit trail broken', 'audit_chain', 0, 15, 'system:annex')
ON CONFLICT DO NOTHING;
