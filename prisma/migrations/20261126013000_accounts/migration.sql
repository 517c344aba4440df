-- People's accounts: sessions that can be ended, invitations, links for a new password, failed sign-ins.
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "method" TEXT NOT NULL,
    "address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "ended_at" TIMESTAMPTZ,
    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "sign_in_tries" (
    "key" TEXT NOT NULL,
    "tries" INTEGER NOT NULL,
    "tried_at" TIMESTAMPTZ NOT NULL,
    "blocked_until" TIMESTAMPTZ,
    CONSTRAINT "sign_in_tries_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "sign_in_tries_tried_at_idx" ON "sign_in_tries"("tried_at");

CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" "membership_role" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "accepted_at" TIMESTAMPTZ,
    "revoked_at" TIMESTAMPTZ,
    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");
CREATE INDEX "invitations_tenant_id_idx" ON "invitations"("tenant_id");
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "invitations" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "invitations" FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON "invitations" TO annex_app USING (tenant_id = annex_tenant()) WITH CHECK (tenant_id = annex_tenant());
CREATE POLICY every_tenant ON "invitations" TO annex_operator USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON "invitations" TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "invitations" TO annex_operator;

-- `tenant_id`: whose owner asked for it; null where an operator did.
CREATE TABLE "password_resets" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "tenant_id" UUID,
    "token_hash" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,
    CONSTRAINT "password_resets_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "password_resets_token_hash_key" ON "password_resets"("token_hash");
CREATE INDEX "password_resets_user_id_idx" ON "password_resets"("user_id");
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "password_resets" ADD CONSTRAINT "password_resets_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "password_resets" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "password_resets" FORCE ROW LEVEL SECURITY;
-- An owner's link is for a member of the owner's own tenant, and of no other.
CREATE POLICY own_tenant ON "password_resets" TO annex_app USING (tenant_id = annex_tenant())
  WITH CHECK (tenant_id = annex_tenant()
    AND EXISTS (SELECT FROM memberships m WHERE m.user_id = password_resets.user_id AND m.tenant_id = annex_tenant()));
CREATE POLICY every_tenant ON "password_resets" TO annex_operator USING (true) WITH CHECK (true);
GRANT INSERT ON "password_resets" TO annex_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "password_resets" TO annex_operator;
GRANT SELECT, INSERT, UPDATE, DELETE ON "sessions", "sign_in_tries" TO annex_operator;

-- Whether somebody is more than a member of the running transaction's tenant: who could set that person's password
-- would get into more than this tenant.
CREATE FUNCTION annex_belongs_elsewhere(person uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT EXISTS (SELECT FROM users u WHERE u.id = person AND u.is_operator)
      OR EXISTS (SELECT FROM memberships m WHERE m.user_id = person AND m.tenant_id <> annex_tenant())
$$;
-- It runs as the owner, who is under forced row-level security as well.
CREATE POLICY belongs_elsewhere ON users FOR SELECT TO CURRENT_USER USING (true);
CREATE POLICY belongs_elsewhere ON memberships FOR SELECT TO CURRENT_USER USING (true);
REVOKE EXECUTE ON FUNCTION annex_belongs_elsewhere(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION annex_belongs_elsewhere(uuid) TO annex_app, annex_operator;

-- People who sign in elsewhere have no password here.
ALTER TABLE "users" ALTER COLUMN "password_hash" DROP NOT NULL;
ALTER TABLE "memberships" ADD COLUMN "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP;
-- Owners change roles and remove members.
GRANT UPDATE (role), DELETE ON memberships TO annex_app;
