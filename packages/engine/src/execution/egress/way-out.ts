import type { Socket } from "node:net";
import { type Destination, findDestination } from "./destination.ts";
import type { EgressEvent, EgressSession } from "./egress-gate.ts";
import { forward } from "./forward.ts";
import { answerQuestion, readQuestion } from "./name-answers.ts";
import type { NameTable } from "./name-table.ts";
import type { Listeners } from "./open-listeners.ts";
import { Pace } from "./pace.ts";
import type { ResolveName } from "./resolve-name.ts";

export interface WayOptions {
  readonly aliases: Readonly<Record<string, string>>;
  readonly resolve: ResolveName;
}

export type Tell = (host: string, port: number, outcome: EgressEvent["outcome"], reason?: string) => void;

const NOT_ALLOWED = "not on this function's egress allow-list";
/** Connections that are open at once. */
const MAX_CONNECTIONS = 256;
/** Connections in a second; more are refused and not told singly. */
const MAX_PER_SECOND = 200;
/** Who connects or asks for names this often in a second only wants to keep the engine busy. */
const FLOOD_PER_SECOND = 500;
const MAX_TOLD_NAMES = 100;

/** The way out of one environment: it accepts the function's connections and carries those that are allowed. */
export class WayOut implements EgressSession {
  readonly #listeners: Listeners;
  readonly #names: NameTable;
  readonly #options: WayOptions;
  readonly #tell: Tell;
  readonly #sockets = new Set<Socket>();
  readonly #connections = new Pace();
  readonly #questions = new Pace();
  readonly #toldNames = new Set<string>();
  #open = true;

  constructor(listeners: Listeners, names: NameTable, options: WayOptions, tell: Tell) {
    this.#listeners = listeners;
    this.#names = names;
    this.#options = options;
    this.#tell = tell;
    for (const server of listeners.servers) {
      // A function may end its half of a connection and still read the answer.
      Object.assign(server, { allowHalfOpen: true });
      server.on("connection", (socket) => void this.#accept(socket));
    }
    listeners.dns?.on("error", () => {});
    listeners.dns?.on("message", (query, sender) => this.#answer(query, sender));
  }

  get hosts(): string {
    return this.#names.hosts;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    for (const server of this.#listeners.servers) server.close();
    for (const socket of this.#sockets) socket.destroy();
    this.#listeners.dns?.close();
  }

  async #accept(inside: Socket): Promise<void> {
    const port = inside.localPort ?? 0;
    const address = inside.localAddress ?? "";
    const host = this.#names.nameOf(address);
    this.#keep(inside);
    if (!this.#admit(host ?? address, port)) return void inside.resetAndDestroy();
    const to: Destination =
      host !== undefined && this.#names.allows(host, port)
        ? await findDestination(host, port, this.#options.aliases, this.#options.resolve)
        : { refusal: NOT_ALLOWED };
    if ("refusal" in to) {
      this.#tell(host ?? address, port, "refused", to.refusal);
      inside.resetAndDestroy();
    } else if (!inside.destroyed) {
      this.#keep(forward(inside, to, (outcome, reason) => this.#tell(host ?? address, port, outcome, reason)));
    }
  }

  #admit(host: string, port: number): boolean {
    const count = this.#connections.count(Date.now());
    if (count > FLOOD_PER_SECOND) this.#endForFlood();
    if (count === MAX_PER_SECOND + 1)
      this.#tell(host, port, "refused", `more than ${MAX_PER_SECOND} connections in a second`);
    if (count > MAX_PER_SECOND) return false;
    if (this.#sockets.size <= 2 * MAX_CONNECTIONS) return true;
    this.#tell(host, port, "refused", `more than ${MAX_CONNECTIONS} connections at once`);
    return false;
  }

  /** Names inside the sandbox: those of the rules, each other one told once when it is refused. */
  #answer(query: Buffer, sender: { readonly port: number; readonly address: string }): void {
    if (this.#questions.count(Date.now()) > FLOOD_PER_SECOND) return void this.#endForFlood();
    const question = readQuestion(query);
    if (question === undefined) return;
    const address = this.#names.addressOf(question.name);
    if (address === undefined && this.#toldNames.size < MAX_TOLD_NAMES && !this.#toldNames.has(question.name)) {
      this.#toldNames.add(question.name);
      this.#tell(question.name, 0, "refused", NOT_ALLOWED);
    }
    this.#listeners.dns?.send(answerQuestion(query, question, address), sender.port, sender.address, () => {});
  }

  #endForFlood(): void {
    if (this.#open) this.#tell("every name", 0, "refused", "flooded by this function; closed until it starts anew");
    this.close();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => this.#sockets.delete(socket));
  }
}
