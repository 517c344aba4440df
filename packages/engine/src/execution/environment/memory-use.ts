import { RUNTIME_ALLOWANCE_MB } from "./environment-sandbox.ts";
import type { Place } from "./place.ts";

const MB = 1_048_576;

/** The memory of an environment: what is told of it, and the end of who takes too much. */
export class MemoryUse {
  readonly #place: Place;
  #tookTooMuch = false;

  constructor(place: Place) {
    this.#place = place;
  }

  /** The most that was in use until now, in whole MB. */
  peakMb(): number {
    return Math.ceil((this.#place.cgroup.peakBytes() ?? 0) / MB);
  }

  /** Ends the sandbox when its processes take more. The kernel's limit has /tmp and caches in it; this one has not. */
  holdTo(memoryMb: number): void {
    const { cgroup, sandbox } = this.#place;
    const limit = (memoryMb + RUNTIME_ALLOWANCE_MB) * MB;
    if ((cgroup.processBytes() ?? sandbox.residentBytes(limit)) <= limit) return;
    this.#tookTooMuch = true;
    sandbox.kill();
  }

  /** True when a process was ended for memory, here or by the kernel. */
  ranOut(): boolean {
    return this.#tookTooMuch || this.#place.cgroup.ranOutOfMemory();
  }
}
