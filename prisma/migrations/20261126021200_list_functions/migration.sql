-- The list of functions shows a draft's language and runtime; its content holds all of the source, which nobody reads for that.
ALTER TABLE drafts ADD COLUMN language text GENERATED ALWAYS AS (content->>'language') STORED;
ALTER TABLE drafts ADD COLUMN runtime text GENERATED ALWAYS AS (content->>'runtime') STORED;
-- Which bindings a function has, and whether a release of it is live.
CREATE INDEX bindings_function_id_idx ON bindings (function_id);
CREATE INDEX deployments_release_id_idx ON deployments (release_id);
