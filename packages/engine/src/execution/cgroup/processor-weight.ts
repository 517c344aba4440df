import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CgroupFolder } from "./hierarchies.ts";

/**
 * A cgroup's part of the processors against those beside it: a weight, or none as long as another one wants them. It
 * knows what it wrote last: the same once more, at each invocation and every 50 ms, costs no write.
 */
export class ProcessorWeight {
  readonly #version: 1 | 2;
  readonly #folder: string;
  #weight: number | undefined;
  /** Unknown at first: an engine that was killed may have left it. */
  #isLast: boolean | undefined;
  #canBeLast: boolean | undefined;

  constructor({ version, folder }: CgroupFolder) {
    this.#version = version;
    this.#folder = folder;
  }

  /** Sets the weight: 2 to 10,000; an ordinary process counts 1,024 in version 1, 100 in version 2. */
  set(weight: number): void {
    if (this.#isLast !== false && this.#knowsLast()) this.#put("cpu.idle", 0);
    this.#isLast = false;
    const rounded = Math.round(Math.min(10_000, Math.max(2, weight)));
    if (this.#weight !== rounded) this.#put(this.#version === 1 ? "cpu.shares" : "cpu.weight", rounded);
    this.#weight = rounded;
  }

  /** Every other cgroup goes first. Kernels before Linux 5.15 cannot: they get `weight`. */
  beLast(weight: number): void {
    if (!this.#knowsLast()) {
      this.set(weight);
      return;
    }
    if (!this.#isLast) this.#put("cpu.idle", 1);
    this.#isLast = true;
    // The kernel forgets the weight that was set before.
    this.#weight = undefined;
  }

  #knowsLast(): boolean {
    this.#canBeLast ??= existsSync(join(this.#folder, "cpu.idle"));
    return this.#canBeLast;
  }

  #put(file: string, value: number): void {
    writeFileSync(join(this.#folder, file), String(value));
  }
}
