import type { LanguageRuntime } from "./language-runtimes.ts";
import type { Stage } from "./stage.ts";

/** The stages of an engine's language runtimes, each opened when its runtime is first wanted. */
export class Stages {
  readonly #open: (runtime: LanguageRuntime) => Promise<Stage>;
  readonly #opened = new Map<string, Stage>();
  readonly #opening = new Map<string, Promise<void>>();

  constructor(open: (runtime: LanguageRuntime) => Promise<Stage>) {
    this.#open = open;
  }

  /** The runtime, prepared when its stage is there. */
  with(runtime: LanguageRuntime): LanguageRuntime {
    return { ...runtime, prepare: () => (this.#opened.has(runtime.name) ? undefined : this.#prepare(runtime)) };
  }

  /** The stage of a runtime that was prepared. */
  of(runtime: LanguageRuntime): Stage {
    const stage = this.#opened.get(runtime.name);
    if (stage === undefined) throw new Error(`the runtime ${runtime.name} was not prepared`);
    return stage;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#opening.values());
    for (const stage of this.#opened.values()) stage.close();
    this.#opened.clear();
  }

  #prepare(runtime: LanguageRuntime): Promise<void> {
    const opening = this.#opening.get(runtime.name) ?? this.#openFor(runtime);
    this.#opening.set(runtime.name, opening);
    return opening;
  }

  async #openFor(runtime: LanguageRuntime): Promise<void> {
    try {
      await runtime.prepare();
      this.#opened.set(runtime.name, await this.#open(runtime));
    } finally {
      // The next one that wants it tries again, where this failed.
      this.#opening.delete(runtime.name);
    }
  }
}
