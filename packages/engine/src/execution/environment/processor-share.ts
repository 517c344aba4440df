import type { Cgroup } from "../cgroup/cgroup.ts";
import { LATER_SHARE } from "./environment-sandbox.ts";

/** An environment's share of the processors: what starts and what lasts gives way to what begins (decision 030). */
export class ProcessorShare {
  readonly #cgroup: Cgroup;
  #givesWay = true;

  constructor(cgroup: Cgroup) {
    this.#cgroup = cgroup;
  }

  /** An invocation begins. */
  whole(memoryMb: number): void {
    if (this.#givesWay) this.#cgroup.weigh(memoryMb);
    this.#givesWay = false;
  }

  /** It lasts. */
  giveWay(memoryMb: number): void {
    if (!this.#givesWay) this.#cgroup.weigh(memoryMb * LATER_SHARE);
    this.#givesWay = true;
  }
}
