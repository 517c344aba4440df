-- What serves beside the live release while traffic is shifted: `canary_percent` of the invocations go to it.
ALTER TABLE functions
  ADD COLUMN canary_release_id uuid REFERENCES releases (id) ON DELETE SET NULL ON UPDATE CASCADE,
  ADD COLUMN canary_percent integer NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX functions_canary_release_id_key ON functions (canary_release_id);

-- The way of a deployment's traffic. `shift_plan`, `shift_step`, `frozen_at` and `abort_reason` are intent, the others
-- what was carried out.
ALTER TABLE deployments
  ADD COLUMN shift_plan jsonb,
  ADD COLUMN shift_step integer NOT NULL DEFAULT 0,
  ADD COLUMN shift_percent integer NOT NULL DEFAULT 0,
  ADD COLUMN shift_since timestamptz,
  ADD COLUMN shift_started_at timestamptz,
  ADD COLUMN frozen_at timestamptz,
  ADD COLUMN abort_reason text;

-- The ledger by release, for the guard of a shift.
CREATE INDEX invocations_function_id_release_number_started_at_idx
  ON invocations (function_id, release_number, started_at DESC);
