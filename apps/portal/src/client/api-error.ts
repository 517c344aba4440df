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

  /** What was wrong with one field of the request. */
  fieldError(path: string): string | undefined {
    return this.problem?.errors?.find((error) => error.path === path)?.message;
  }
}

export function isMissing(error: Error | null): boolean {
  return error instanceof ApiError && error.isMissing;
}
