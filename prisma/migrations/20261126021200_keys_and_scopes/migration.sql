-- Signing keys change with overlap: `activated_at` null is the next one, published already; the newest activated one
-- signs; one with `retired_at` is published until then, so that what it signed stays good.
ALTER TABLE "signing_keys" ADD COLUMN "activated_at" TIMESTAMPTZ;
UPDATE "signing_keys" SET "activated_at" = "created_at";
CREATE FUNCTION annex_notify_signing_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('annex_signing_keys', '');
  RETURN NULL;
END $$;
CREATE TRIGGER notify_change AFTER INSERT OR UPDATE OR DELETE ON signing_keys
  FOR EACH STATEMENT EXECUTE FUNCTION annex_notify_signing_keys();

-- Clients that prove themselves by a key of their own (private_key_jwt, RFC 7523): [{ jwk, until }], public parts only.
ALTER TABLE "api_clients" ADD COLUMN "public_keys" JSONB NOT NULL DEFAULT '[]';
DROP TRIGGER notify_update ON api_clients;
CREATE TRIGGER notify_update AFTER UPDATE OF secret_hash, secret_changed_at, public_keys, scopes, revoked_at ON api_clients
  FOR EACH ROW EXECUTE FUNCTION annex_notify_change();
