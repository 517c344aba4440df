-- Whether the caller waits for a bound function, or it is accepted and runs by itself.
CREATE TYPE binding_mode AS ENUM ('blocking', 'async');
ALTER TABLE bindings ADD COLUMN mode binding_mode NOT NULL DEFAULT 'blocking';
