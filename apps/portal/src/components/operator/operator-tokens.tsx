"use client";
import { createdOperatorTokenSchema, type OperatorScope, operatorTokenSchema, portalRoutes } from "@annex/contract";
import { AccessTokens } from "../access-tokens/access-tokens";
import type { TokenKind } from "../access-tokens/token-kind";
import { Page } from "../ui/page";

const scopes: Readonly<Record<OperatorScope, string>> = {
  "platform:read": "Read tenants, metrics, costs, audit, everything that the operators' pages show",
  "platform:write": "Change extension points, record types, layers, plans, cells, pauses, alerts and campaigns",
  "tenants:write": "Create tenants and invite, suspend and resume them, set plans and budgets",
};

const kind: TokenKind = {
  list: portalRoutes.operator.accessTokens(),
  one: portalRoutes.operator.accessToken,
  token: operatorTokenSchema,
  created: createdOperatorTokenSchema,
  scopes,
  firstScope: "platform:read",
  user: "Sign-up service",
  use: "With one of these a script creates a tenant when a customer signs up, suspends it, or reads what it cost.",
};

/** The tokens with which operators' scripts call the portal's API. */
export function OperatorTokens() {
  return (
    <AccessTokens
      kind={kind}
      frame={(button, list) => (
        <Page
          title="Access tokens"
          description="Operators' scripts call the portal's API with one of these, as far as its scopes go. Accounts, tenants' code and letters, signing keys and tokens stay in a person's hands."
          actions={button}
        >
          {list}
        </Page>
      )}
    />
  );
}
