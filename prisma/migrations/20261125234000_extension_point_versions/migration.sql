-- The contract of an extension point, version by version: what it was, by whom, when.
ALTER TABLE extension_points ADD COLUMN version integer NOT NULL DEFAULT 1;
CREATE TABLE extension_point_versions (
  extension_point_id uuid NOT NULL REFERENCES extension_points (id) ON DELETE CASCADE ON UPDATE CASCADE,
  number integer NOT NULL,
  input_fields text[] NOT NULL,
  output_fields text[] NOT NULL,
  timeout_ms integer NOT NULL,
  failure_mode failure_mode NOT NULL,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (extension_point_id, number)
);
GRANT SELECT, INSERT ON extension_point_versions TO annex_operator;
INSERT INTO extension_point_versions (extension_point_id, number, input_fields, output_fields, timeout_ms, failure_mode, created_by, created_at)
  SELECT id, 1, input_fields, output_fields, timeout_ms, failure_mode, 'system:migration', created_at FROM extension_points;
