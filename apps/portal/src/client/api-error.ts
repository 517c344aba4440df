import type { Problem } from "@annex/contract";

/** What the portal's API refused, or a connection that failed (`problem` null). `message` is for people. */
export class ApiError extends Error {
  readonly problem: Problem | null;

  constructor(message: string, problem: Problem | null, options?: ErrorOptions) {
    super(message, options);
    this.name = "ApiError";
    this.problem = problem;
  }

  /** The request never got an answer: worth another try by itself. */
  get lostConnection(): boolean {
    return this.problem === null && this.cause !== undefined;
  }

  /** There is no such thing, or it is not this person's. */
  get isMissing(): boolean {
    return this.problem?.code === "not_found";
  }
}

export function isMissing(error: Error | null): boolean {
  return error instanceof ApiError && error.isMissing;
}

/** What was wrong with a field of the request that failed so, or with a part of that field. */
export function fieldError(error: Error | null, field: string): string | undefined {
  const wrong = error instanceof ApiError ? error.problem?.errors : undefined;
  return wrong?.find(({ path }) => path === field || path.startsWith(`${field}.`))?.message;
}
