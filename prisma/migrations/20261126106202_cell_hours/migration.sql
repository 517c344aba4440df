-- What CloudWatch counted of a cell in an hour, beside what the ledger has of it. `lambda_name` is empty for the account.
CREATE TABLE cell_hours (
  cell_id uuid NOT NULL REFERENCES cells (id) ON DELETE CASCADE,
  hour timestamptz NOT NULL,
  lambda_name text NOT NULL,
  function_id uuid,
  invocations bigint NOT NULL,
  errors bigint NOT NULL,
  throttles bigint NOT NULL,
  max_concurrent integer,
  own_invocations bigint NOT NULL,
  own_errors bigint NOT NULL,
  own_throttles bigint NOT NULL,
  own_max_concurrent integer,
  PRIMARY KEY (cell_id, hour, lambda_name)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON cell_hours TO annex_operator;
ALTER TABLE cells ADD COLUMN compared_at timestamptz, ADD COLUMN compare_error text;
