-- How many days a plan keeps invocations and log lines; the rollups' sums stay.
UPDATE plans SET limits = limits || CASE key
  WHEN 'starter' THEN '{"retentionDays": 30}'::jsonb
  WHEN 'scale' THEN '{"retentionDays": 180}'::jsonb
  ELSE '{"retentionDays": 90}'::jsonb END;
