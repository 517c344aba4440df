import type { InvocationsOf } from "@annex/contract";
import type { TenantContext } from "../context/tenant-context.ts";

/** What the capabilities of accepted invocations need: a person's context in the portal, an API client's elsewhere. */
export type AcceptedContext = Pick<TenantContext, "principal" | "db" | "jobs"> & {
  readonly tenant: Pick<TenantContext["tenant"], "id">;
  /** Of an API client with narrow scopes: any other invocation is answered like a missing one. */
  readonly only?: InvocationsOf;
  /** Of an API client: how many functions called each other before this, as its token says. */
  readonly hops?: number;
};
