-- Tokens with which operators' scripts call the portal's API: narrowed to scopes, until a day. They are nobody's in a
-- tenant, so that only the operator role sees them.
CREATE TABLE operator_tokens (
  id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE ON UPDATE CASCADE,
  name text NOT NULL,
  token_hash text NOT NULL,
  hint text NOT NULL,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz,
  last_used_at timestamptz
);
CREATE UNIQUE INDEX operator_tokens_token_hash_key ON operator_tokens (token_hash);
CREATE INDEX operator_tokens_user_id_idx ON operator_tokens (user_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON operator_tokens TO annex_operator;
