import type { Socket as DatagramSocket } from "node:dgram";
import { connect, type Socket } from "node:net";
import { findDestination } from "./destination.ts";
import type { EgressEvent, EgressGate } from "./egress-gate.ts";
import { answerQuestion, readQuestion } from "./name-answers.ts";
import { NameTable } from "./name-table.ts";
import { openListeners } from "./open-listeners.ts";

export interface EgressGateOptions {
  readonly aliases: Readonly<Record<string, string>>;
  readonly root: boolean;
  readonly onEvent: (event: EgressEvent) => void;
}

const CONNECT_TIMEOUT_MS = 10_000;
const MAX_CONNECTIONS = 256;

/**
 * The engine's egress proxy. A sandbox's network has nothing but its own loopback; each allowed name is an address of
 * that loopback, where a socket of the engine listens. Which function connects is known by the socket, not by a claim.
 */
export function createEgressGate(options: EgressGateOptions): EgressGate {
  return {
    async open(pid, rules, who, log) {
      const names = new NameTable(rules);
      const { servers, dns } = await openListeners(pid, names.ports, options.root);
      const sockets = new Set<Socket>();
      const tell = (host: string, port: number, outcome: EgressEvent["outcome"], reason?: string) => {
        const event = { ...who, host, port, outcome, ...(reason === undefined ? {} : { reason }) };
        options.onEvent(event);
        log(describe(event), event);
      };
      for (const server of servers) {
        server.maxConnections = MAX_CONNECTIONS;
        server.on("connection", (socket) => void forward(socket, names, options.aliases, sockets, tell));
      }
      answerNames(dns, names, (name) => tell(name, 0, "refused", "not on this function's egress allow-list"));
      return {
        hosts: names.hosts,
        close: () => {
          for (const server of servers) server.close();
          for (const socket of sockets) socket.destroy();
          dns.close();
        },
      };
    },
  };
}

/** The platform line; port 0 is a name that was asked for before any connection. */
function describe({ host, port, outcome, reason }: EgressEvent): string {
  return `EGRESS ${outcome}: ${port === 0 ? host : `${host}:${port}`}${reason === undefined ? "" : ` (${reason})`}`;
}

type Tell = (host: string, port: number, outcome: EgressEvent["outcome"], reason?: string) => void;

async function forward(
  inside: Socket,
  names: NameTable,
  aliases: Readonly<Record<string, string>>,
  sockets: Set<Socket>,
  tell: Tell,
): Promise<void> {
  keep(inside, sockets);
  const port = inside.localPort ?? 0;
  const host = names.nameOf(inside.localAddress ?? "");
  if (host === undefined || !names.allows(host, port)) {
    tell(host ?? inside.localAddress ?? "", port, "refused", "not on this function's egress allow-list");
    return void inside.resetAndDestroy();
  }
  const destination = await findDestination(host, port, aliases);
  if ("refusal" in destination) {
    tell(host, port, "refused", destination.refusal);
    return void inside.resetAndDestroy();
  }
  const outside = connect({ host: destination.address, port: destination.port, timeout: CONNECT_TIMEOUT_MS });
  keep(outside, sockets);
  let connected = false;
  outside.once("connect", () => {
    connected = true;
    outside.setTimeout(0);
    tell(host, port, "connected");
    inside.pipe(outside).pipe(inside);
  });
  outside.once("timeout", () => outside.destroy(new Error("no answer in 10 seconds")));
  outside.once("error", (error) => {
    if (!connected) tell(host, port, "failed", error.message.replace(/\s*\d+\.\d+\.\d+\.\d+:\d+/, ""));
    inside.resetAndDestroy();
  });
  // Either end gone is both gone; what was written before has been piped.
  inside.once("close", () => outside.destroy());
  outside.once("close", () => inside.end());
}

function keep(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket);
  socket.on("error", () => {});
  socket.once("close", () => sockets.delete(socket));
}

/** Names inside the sandbox: those of the rules, each told once when it is refused. */
function answerNames(dns: DatagramSocket, names: NameTable, onRefused: (name: string) => void): void {
  const told = new Set<string>();
  dns.on("error", () => {});
  dns.on("message", (query, sender) => {
    const question = readQuestion(query);
    if (question === undefined) return;
    const address = names.addressOf(question.name);
    if (address === undefined && told.size < 100 && !told.has(question.name)) {
      told.add(question.name);
      onRefused(question.name);
    }
    dns.send(answerQuestion(query, question, address), sender.port, sender.address);
  });
}
