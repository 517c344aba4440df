"use client";
import { type AccessScope, accessTokenSchema, createdAccessTokenSchema, portalRoutes } from "@annex/contract";
import { AccessTokens } from "../access-tokens/access-tokens";
import type { TokenKind } from "../access-tokens/token-kind";

const scopes: Readonly<Record<AccessScope, string>> = {
  "functions:read": "Read functions, drafts and releases",
  "functions:write": "Create, change and delete functions and drafts",
  "deployments:write": "Deploy, promote and roll back",
  "invocations:read": "Read invocations, logs and metrics",
  "credentials:write": "Create, rotate and delete credentials",
  "tenant:read": "Read members, quotas and audit",
  "tenant:write": "Change API clients and settings",
};

const kind: TokenKind = {
  list: portalRoutes.accessTokens(),
  one: portalRoutes.accessToken,
  token: accessTokenSchema,
  created: createdAccessTokenSchema,
  scopes,
  firstScope: "functions:read",
  user: "Deploy pipeline",
  use: "With a personal access token a pipeline can deploy a function, read its logs, or list what is live.",
};

/** The tokens with which a person's own scripts call the portal's API. */
export function OwnAccessTokens() {
  return (
    <AccessTokens
      kind={kind}
      frame={(button, list) => (
        <div className="flex flex-col gap-4">
          <div className="flex flex-wrap items-center gap-2">
            <p className="min-w-0 flex-1 text-sm text-muted">
              Your scripts and pipelines call the portal's API with one of these, with at most your own rights.{" "}
              <a href="/api/v1/openapi.json" className="text-accent-text underline">
                See the API's description
              </a>
            </p>
            {button}
          </div>
          {list}
        </div>
      )}
    />
  );
}
