-- AWS's cost-and-usage reports as operators import them, each month's newest, summed by what the comparison tells apart.
CREATE TABLE cost_reports (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  month date NOT NULL,
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  file_name text NOT NULL,
  size_bytes bigint NOT NULL,
  line_count bigint NOT NULL,
  named_count bigint NOT NULL,
  billed_until timestamptz,
  imported_by text NOT NULL,
  imported_at timestamptz NOT NULL DEFAULT now(),
  replaced_at timestamptz
);
CREATE UNIQUE INDEX cost_reports_current ON cost_reports (month) WHERE replaced_at IS NULL;
-- An empty tag is none.
CREATE TABLE cost_report_lines (
  report_id uuid NOT NULL REFERENCES cost_reports (id) ON DELETE CASCADE,
  service text NOT NULL,
  usage_type text NOT NULL,
  line_type text NOT NULL,
  tenant_tag text NOT NULL,
  function_tag text NOT NULL,
  is_estimated boolean NOT NULL,
  line_count bigint NOT NULL,
  usage_amount double precision NOT NULL,
  cost_pico_usd bigint NOT NULL,
  PRIMARY KEY (report_id, service, usage_type, line_type, tenant_tag, function_tag)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON cost_reports, cost_report_lines TO annex_operator;
