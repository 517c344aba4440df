import { connect, type Socket } from "node:net";
import type { Destination } from "./destination.ts";

const CONNECT_TIMEOUT_MS = 10_000;

/** What became of a connection; told once. */
export type OnOutcome = (outcome: "connected" | "failed", reason?: string) => void;

/**
 * Carries bytes between a function's connection and its destination, whatever the protocol. Each side may end its
 * half and still read the other's (TCP's half-close). Returns the outward connection.
 */
export function forward(inside: Socket, to: Exclude<Destination, { refusal: string }>, tell: OnOutcome): Socket {
  const [address] = to.addresses;
  const families = to.addresses.map((each) => ({ address: each, family: each.includes(":") ? 6 : 4 }));
  const outside = connect({
    // One address is connected to as it is; of several, each that was judged may be tried, and no other.
    ...(families.length === 1
      ? { host: address }
      : { host: "destination", autoSelectFamily: true, lookup: (_name, _options, done) => done(null, families) }),
    port: to.port,
    allowHalfOpen: true,
    timeout: CONNECT_TIMEOUT_MS,
  });
  let connected = false;
  outside.once("connect", () => {
    connected = true;
    outside.setTimeout(0);
    tell("connected");
    inside.pipe(outside).pipe(inside);
  });
  outside.once("timeout", () => outside.destroy(new Error("no answer in 10 seconds")));
  outside.once("error", (error) => {
    // Where the name leads is the operator's to know; the function hears what happened.
    if (!connected) tell("failed", withoutAddress(error));
    inside.resetAndDestroy();
  });
  inside.once("error", () => outside.resetAndDestroy());
  inside.once("close", () => outside.destroy());
  outside.once("close", () => inside.destroySoon());
  return outside;
}

function withoutAddress(error: Error): string {
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return code ?? error.message;
}
