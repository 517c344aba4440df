-- What a row of the ledger costs is mostly its indexes. Lambda's request IDs are random and only ever asked for by their
-- whole: a hash is half the size of the text. Who asks for a release's rows names its function and a time.
DROP INDEX invocations_request_id_idx;
CREATE INDEX invocations_request_id_idx ON invocations USING hash (request_id);
DROP INDEX invocations_function_id_release_number_started_at_idx;
-- Nobody looks into it with SQL: it is kept as it is written.
ALTER TABLE invocations ALTER COLUMN steps DROP DEFAULT, ALTER COLUMN steps TYPE json USING steps::json,
  ALTER COLUMN steps SET DEFAULT '{}';
