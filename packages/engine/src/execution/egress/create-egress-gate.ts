import type { EgressEvent, EgressGate } from "./egress-gate.ts";

export interface EgressGateOptions {
  readonly aliases: Readonly<Record<string, string>>;
  readonly root: boolean;
  readonly onEvent: (event: EgressEvent) => void;
}

/** The engine's egress proxy. */
export function createEgressGate(_options: EgressGateOptions): EgressGate {
  return { open: async () => ({ hosts: "", close: () => {} }) };
}
