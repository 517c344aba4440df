import { openListeners } from "../egress/open-listeners.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { shellWord } from "../sandbox/shell-word.ts";
import type { InvokeRequest } from "../types.ts";
import { RuntimeConnection } from "./runtime-connection.ts";
import type { Assignment, RuntimeChannel, RuntimeListener } from "./runtime-messages.ts";
import { RuntimePort } from "./runtime-port.ts";

const RUNTIME_API_PORT = 9001;

/**
 * The engine's side of a function that brings its own runtime. The sandbox waits in a shell; when it does, the engine
 * listens on a port of the sandbox's own loopback, and the shell then becomes the function's program.
 */
export class ProvidedRuntimeChannel implements RuntimeChannel {
  readonly #sandbox: Sandbox;
  readonly #root: boolean;
  readonly #listener: RuntimeListener;
  #port: RuntimePort | undefined;
  #closed = false;

  constructor(sandbox: Sandbox, root: boolean, listener: RuntimeListener) {
    this.#sandbox = sandbox;
    this.#root = root;
    this.#listener = listener;
    new RuntimeConnection(sandbox.runtime, {
      onMessage: (message) => {
        if (message.kind === "ready" && this.#port === undefined) this.#open().catch(() => listener.onBroken());
        else listener.onMessage({ kind: "unknown" });
      },
      onStream: () => () => {},
      onBroken: () => listener.onBroken(),
    });
  }

  assign({ variables, taskRoot, bootstrap = "" }: Assignment): void {
    const all = { ...variables, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${RUNTIME_API_PORT}` };
    const words = Object.entries(all).map(([name, value]) => shellWord(`${name}=${value}`));
    const script = `cd ${shellWord(taskRoot)}\nexec /usr/bin/env -i ${words.join(" ")} ${shellWord(bootstrap)} </dev/null\n`;
    this.#sandbox.runtime.end(script);
  }

  give(request: InvokeRequest, deadlineMs: number): void {
    this.#port?.give(request, deadlineMs);
  }

  pause(): void {
    this.#port?.pause();
  }

  resume(): void {
    this.#port?.resume();
  }

  close(): void {
    this.#closed = true;
    this.#port?.close();
  }

  async #open(): Promise<void> {
    const wanted = { host: "127.0.0.1", ports: [RUNTIME_API_PORT], names: false } as const;
    const { servers } = await openListeners(await this.#sandbox.network(), wanted, this.#root);
    for (const server of servers) this.#port = new RuntimePort(server, this.#listener);
    if (this.#closed) this.#port?.close();
    else this.#listener.onMessage({ kind: "ready" });
  }
}
