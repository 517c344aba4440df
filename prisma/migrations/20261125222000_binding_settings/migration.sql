-- When a binding runs, how long it may take, and what is set in its place when it fails.
ALTER TABLE bindings
  ADD COLUMN condition text,
  ADD COLUMN timeout_ms integer,
  ADD COLUMN failure_mode failure_mode,
  ADD COLUMN fallback jsonb;
