import type { EgressEvent, EgressGate } from "./egress-gate.ts";
import { NameTable } from "./name-table.ts";
import { openListeners } from "./open-listeners.ts";
import { type Tell, type WayOptions, WayOut } from "./way-out.ts";

export interface EgressGateOptions extends WayOptions {
  readonly root: boolean;
  readonly onEvent: (event: EgressEvent) => void;
}

/**
 * The engine's egress proxy. A sandbox's network has nothing but its own loopback; each allowed name is an address of
 * that loopback, where a socket of the engine listens. Which function connects is known by the socket, not by a claim.
 */
export function createEgressGate(options: EgressGateOptions): EgressGate {
  return {
    async open(place, rules, who, log) {
      const names = new NameTable(rules);
      const listeners = await openListeners(place, { host: "0.0.0.0", ports: names.ports, names: true }, options.root);
      const tell: Tell = (host, port, outcome, reason) => {
        const event = { ...who, host, port, outcome, ...(reason === undefined ? {} : { reason }) };
        options.onEvent(event);
        log(describe(event), event);
      };
      return new WayOut(listeners, names, options, tell);
    },
  };
}

/** The platform line; port 0 is a name that was asked for before any connection. */
function describe({ host, port, outcome, reason }: EgressEvent): string {
  return `EGRESS ${outcome}: ${port === 0 ? host : `${host}:${port}`}${reason === undefined ? "" : ` (${reason})`}`;
}
