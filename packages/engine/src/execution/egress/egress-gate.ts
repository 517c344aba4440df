import type { NetworkPlace } from "../sandbox/sandbox.ts";
import type { EgressRule } from "../types.ts";

/** One connection that a function asked for, and what became of it. */
export interface EgressEvent {
  readonly functionName: string;
  readonly tenantId: string | undefined;
  readonly host: string;
  /** 0 where a name was refused before any connection. */
  readonly port: number;
  readonly outcome: "connected" | "refused" | "failed";
  /** Why it was refused or failed. */
  readonly reason?: string;
}

/** The way out of one environment, as long as it lives. */
export interface EgressSession {
  /** Lines for the sandbox's /etc/hosts. */
  readonly hosts: string;
  close(): void;
}

/** Opens ways out of network namespaces that have none. */
export interface EgressGate {
  open(
    place: NetworkPlace,
    rules: readonly EgressRule[],
    who: { readonly functionName: string; readonly tenantId: string | undefined },
    log: (text: string, record: object) => void,
  ): Promise<EgressSession>;
}
