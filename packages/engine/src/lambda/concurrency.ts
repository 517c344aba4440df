import { AwsError } from "../http/aws-error.ts";
import type { FunctionDocument } from "./function-document.ts";
import type { Functions } from "./functions.ts";

function throttled(reason: string): AwsError {
  return new AwsError("TooManyRequestsException", 429, "Rate Exceeded.", {
    members: { Reason: reason, Type: "User" },
    headers: { "retry-after": "1" },
  });
}

/** How much ran, an invocation that begins included. */
export interface Load {
  readonly ofFunction: number;
  readonly ofAccount: number;
  /** Of all functions that reserve nothing. */
  readonly unreserved: number;
}

/**
 * Who may run now. A function that reserves concurrency has that much and no more; the others share what is left of the
 * account's. https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
export class Concurrency {
  readonly #functions: Functions;
  /** What the whole account may run at once. */
  readonly limit: number;
  readonly #running = new Map<string, number>();
  #total = 0;
  #unreserved = 0;

  constructor(functions: Functions, limit: number) {
    this.#functions = functions;
    this.limit = limit;
  }

  /** @throws AwsError `TooManyRequestsException` with the limit that was reached as its `Reason`. */
  enter({ name, reservedConcurrency }: FunctionDocument): Load {
    const running = this.#running.get(name) ?? 0;
    if (reservedConcurrency !== undefined) {
      if (running >= reservedConcurrency) throw throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
    } else if (this.#unreserved >= this.limit - this.#functions.reserved()) {
      throw throttled("ConcurrentInvocationLimitExceeded");
    }
    this.#running.set(name, running + 1);
    this.#total += 1;
    if (reservedConcurrency === undefined) this.#unreserved += 1;
    return { ofFunction: running + 1, ofAccount: this.#total, unreserved: this.#unreserved };
  }

  /** Of the same document that entered. */
  leave({ name, reservedConcurrency }: FunctionDocument): void {
    const running = (this.#running.get(name) ?? 1) - 1;
    if (running === 0) this.#running.delete(name);
    else this.#running.set(name, running);
    this.#total -= 1;
    if (reservedConcurrency === undefined) this.#unreserved -= 1;
  }
}
