-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "tenant_status" AS ENUM ('active', 'suspended');

-- CreateEnum
CREATE TYPE "membership_role" AS ENUM ('owner', 'developer', 'viewer');

-- CreateEnum
CREATE TYPE "failure_mode" AS ENUM ('open', 'closed');

-- CreateEnum
CREATE TYPE "deployment_kind" AS ENUM ('deploy', 'rollback');

-- CreateEnum
CREATE TYPE "deployment_state" AS ENUM ('queued', 'building', 'publishing', 'shifting', 'active', 'failed', 'rolled_back');

-- CreateEnum
CREATE TYPE "test_run_state" AS ENUM ('queued', 'running', 'done');

-- CreateEnum
CREATE TYPE "credential_kind" AS ENUM ('oauth2_client', 'secret');

-- CreateEnum
CREATE TYPE "invocation_outcome" AS ENUM ('success', 'function_error', 'timeout', 'out_of_memory', 'throttled', 'platform_error');

-- CreateTable
CREATE TABLE "tenants" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" "tenant_status" NOT NULL DEFAULT 'active',
    "suspended_at" TIMESTAMPTZ,
    "suspended_reason" TEXT,
    "cell_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "tenants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "is_operator" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "user_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "role" "membership_role" NOT NULL,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("user_id","tenant_id")
);

-- CreateTable
CREATE TABLE "api_clients" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "client_id" TEXT NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revoked_at" TIMESTAMPTZ,
    "last_used_at" TIMESTAMPTZ,

    CONSTRAINT "api_clients_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "oidc_payloads" (
    "model" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "grant_id" TEXT,
    "expires_at" TIMESTAMPTZ,

    CONSTRAINT "oidc_payloads_pkey" PRIMARY KEY ("model","id")
);

-- CreateTable
CREATE TABLE "signing_keys" (
    "kid" TEXT NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ,

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "cells" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "endpoint" TEXT,
    "author_role_arn" TEXT NOT NULL,
    "invoke_role_arn" TEXT NOT NULL,
    "execution_role_arn" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cells_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "record_types" (
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "record_types_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "extension_points" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "record_type_key" TEXT NOT NULL,
    "input_fields" TEXT[],
    "output_fields" TEXT[],
    "timeout_ms" INTEGER NOT NULL,
    "failure_mode" "failure_mode" NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "extension_points_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "records" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "type_key" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "records_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "functions" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "cell_id" UUID NOT NULL,
    "lambda_name" TEXT NOT NULL,
    "live_release_id" UUID,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "functions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "drafts" (
    "function_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "content" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "drafts_pkey" PRIMARY KEY ("function_id")
);

-- CreateTable
CREATE TABLE "artifacts" (
    "tenant_id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "unpacked_bytes" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "artifacts_pkey" PRIMARY KEY ("tenant_id","sha256")
);

-- CreateTable
CREATE TABLE "releases" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "function_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "content" JSONB NOT NULL,
    "package_lock" JSONB NOT NULL DEFAULT '{}',
    "artifact_sha256" TEXT,
    "code_sha256" TEXT,
    "lambda_version" TEXT,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "releases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployments" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "function_id" UUID NOT NULL,
    "release_id" UUID NOT NULL,
    "kind" "deployment_kind" NOT NULL DEFAULT 'deploy',
    "state" "deployment_state" NOT NULL DEFAULT 'queued',
    "steps" JSONB NOT NULL DEFAULT '[]',
    "failure" JSONB,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ,

    CONSTRAINT "deployments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bindings" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "extension_point_id" UUID NOT NULL,
    "function_id" UUID NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "bindings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "test_events" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "function_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "record" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "test_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "test_runs" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "function_id" UUID NOT NULL,
    "state" "test_run_state" NOT NULL DEFAULT 'queued',
    "content" JSONB NOT NULL,
    "record" JSONB NOT NULL,
    "result" JSONB,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ,

    CONSTRAINT "test_runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credentials" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "function_id" UUID,
    "name" TEXT NOT NULL,
    "kind" "credential_kind" NOT NULL,
    "ciphertext" BYTEA NOT NULL,
    "wrapped_key" BYTEA NOT NULL,
    "key_id" TEXT NOT NULL,
    "description" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credentials_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invocations" (
    "id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "request_id" TEXT,
    "function_id" UUID NOT NULL,
    "function_name" TEXT NOT NULL,
    "release_number" INTEGER,
    "extension_point_key" TEXT,
    "caller" TEXT NOT NULL,
    "outcome" "invocation_outcome" NOT NULL,
    "error_type" TEXT,
    "error_message" TEXT,
    "started_at" TIMESTAMPTZ NOT NULL,
    "total_ms" DOUBLE PRECISION NOT NULL,
    "function_ms" DOUBLE PRECISION,
    "billed_ms" INTEGER,
    "init_ms" DOUBLE PRECISION,
    "memory_mb" INTEGER,
    "max_memory_mb" INTEGER,
    "steps" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "invocations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_lines" (
    "id" BIGSERIAL NOT NULL,
    "tenant_id" UUID NOT NULL,
    "function_id" UUID NOT NULL,
    "request_id" TEXT,
    "correlation_id" TEXT,
    "event_id" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "at" TIMESTAMPTZ NOT NULL,

    CONSTRAINT "log_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_cursors" (
    "function_id" UUID NOT NULL,
    "tenant_id" UUID NOT NULL,
    "lambda_name" TEXT NOT NULL,
    "read_until_ms" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "log_cursors_pkey" PRIMARY KEY ("function_id")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" BIGSERIAL NOT NULL,
    "tenant_id" UUID,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tenants_key_key" ON "tenants"("key");

-- CreateIndex
CREATE UNIQUE INDEX "tenants_slug_key" ON "tenants"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "memberships_tenant_id_idx" ON "memberships"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_clients_client_id_key" ON "api_clients"("client_id");

-- CreateIndex
CREATE INDEX "api_clients_tenant_id_idx" ON "api_clients"("tenant_id");

-- CreateIndex
CREATE INDEX "oidc_payloads_grant_id_idx" ON "oidc_payloads"("grant_id");

-- CreateIndex
CREATE INDEX "oidc_payloads_expires_at_idx" ON "oidc_payloads"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "cells_name_key" ON "cells"("name");

-- CreateIndex
CREATE UNIQUE INDEX "extension_points_key_key" ON "extension_points"("key");

-- CreateIndex
CREATE INDEX "records_tenant_id_type_key_created_at_idx" ON "records"("tenant_id", "type_key", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "functions_lambda_name_key" ON "functions"("lambda_name");

-- CreateIndex
CREATE UNIQUE INDEX "functions_live_release_id_key" ON "functions"("live_release_id");

-- CreateIndex
CREATE UNIQUE INDEX "functions_tenant_id_name_key" ON "functions"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "drafts_tenant_id_idx" ON "drafts"("tenant_id");

-- CreateIndex
CREATE INDEX "releases_tenant_id_idx" ON "releases"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "releases_function_id_number_key" ON "releases"("function_id", "number");

-- CreateIndex
CREATE INDEX "deployments_tenant_id_idx" ON "deployments"("tenant_id");

-- CreateIndex
CREATE INDEX "deployments_function_id_created_at_idx" ON "deployments"("function_id", "created_at");

-- CreateIndex
CREATE INDEX "deployments_state_idx" ON "deployments"("state");

-- CreateIndex
CREATE INDEX "bindings_tenant_id_extension_point_id_idx" ON "bindings"("tenant_id", "extension_point_id");

-- CreateIndex
CREATE UNIQUE INDEX "bindings_extension_point_id_function_id_key" ON "bindings"("extension_point_id", "function_id");

-- CreateIndex
CREATE INDEX "test_events_tenant_id_idx" ON "test_events"("tenant_id");

-- CreateIndex
CREATE UNIQUE INDEX "test_events_function_id_name_key" ON "test_events"("function_id", "name");

-- CreateIndex
CREATE INDEX "test_runs_tenant_id_idx" ON "test_runs"("tenant_id");

-- CreateIndex
CREATE INDEX "test_runs_function_id_created_at_idx" ON "test_runs"("function_id", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "credentials_tenant_id_name_key" ON "credentials"("tenant_id", "name");

-- CreateIndex
CREATE INDEX "invocations_tenant_id_started_at_idx" ON "invocations"("tenant_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "invocations_function_id_started_at_idx" ON "invocations"("function_id", "started_at" DESC);

-- CreateIndex
CREATE INDEX "invocations_correlation_id_idx" ON "invocations"("correlation_id");

-- CreateIndex
CREATE INDEX "invocations_request_id_idx" ON "invocations"("request_id");

-- CreateIndex
CREATE INDEX "invocations_started_at_idx" ON "invocations"("started_at");

-- CreateIndex
CREATE UNIQUE INDEX "log_lines_event_id_key" ON "log_lines"("event_id");

-- CreateIndex
CREATE INDEX "log_lines_function_id_at_idx" ON "log_lines"("function_id", "at" DESC);

-- CreateIndex
CREATE INDEX "log_lines_tenant_id_at_idx" ON "log_lines"("tenant_id", "at" DESC);

-- CreateIndex
CREATE INDEX "log_lines_correlation_id_idx" ON "log_lines"("correlation_id");

-- CreateIndex
CREATE INDEX "log_lines_request_id_idx" ON "log_lines"("request_id");

-- CreateIndex
CREATE INDEX "log_cursors_tenant_id_idx" ON "log_cursors"("tenant_id");

-- CreateIndex
CREATE INDEX "audit_events_tenant_id_at_idx" ON "audit_events"("tenant_id", "at" DESC);

-- CreateIndex
CREATE INDEX "audit_events_at_idx" ON "audit_events"("at" DESC);

-- AddForeignKey
ALTER TABLE "tenants" ADD CONSTRAINT "tenants_cell_id_fkey" FOREIGN KEY ("cell_id") REFERENCES "cells"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_clients" ADD CONSTRAINT "api_clients_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "extension_points" ADD CONSTRAINT "extension_points_record_type_key_fkey" FOREIGN KEY ("record_type_key") REFERENCES "record_types"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "records" ADD CONSTRAINT "records_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "records" ADD CONSTRAINT "records_type_key_fkey" FOREIGN KEY ("type_key") REFERENCES "record_types"("key") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "functions" ADD CONSTRAINT "functions_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "functions" ADD CONSTRAINT "functions_cell_id_fkey" FOREIGN KEY ("cell_id") REFERENCES "cells"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "functions" ADD CONSTRAINT "functions_live_release_id_fkey" FOREIGN KEY ("live_release_id") REFERENCES "releases"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "functions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "releases" ADD CONSTRAINT "releases_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "functions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "functions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployments" ADD CONSTRAINT "deployments_release_id_fkey" FOREIGN KEY ("release_id") REFERENCES "releases"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_extension_point_id_fkey" FOREIGN KEY ("extension_point_id") REFERENCES "extension_points"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bindings" ADD CONSTRAINT "bindings_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "functions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "test_events" ADD CONSTRAINT "test_events_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "functions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "test_runs" ADD CONSTRAINT "test_runs_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "functions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "tenants"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_function_id_fkey" FOREIGN KEY ("function_id") REFERENCES "functions"("id") ON DELETE CASCADE ON UPDATE CASCADE;


