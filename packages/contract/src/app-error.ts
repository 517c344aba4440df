import { type ErrorCode, errorStatus, type FieldError, type LimitReason, type Problem } from "./error-codes.ts";

interface AppErrorOptions {
  /** What went wrong underneath; never shown to a caller. */
  readonly cause?: unknown;
  /** For the log only. */
  readonly detail?: Readonly<Record<string, unknown>>;
  readonly errors?: readonly FieldError[];
  readonly retryAfterSeconds?: number;
  /** Of `limit_exceeded`: which limit. */
  readonly reason?: LimitReason;
  /** Of `forbidden`: the scope that the access token lacks. */
  readonly neededScope?: string;
}

/** The one error that our code throws on purpose. `message` is public: it says what happened and what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;
  readonly reason: LimitReason | undefined;
  readonly neededScope: string | undefined;

  constructor(code: ErrorCode, publicMessage: string, options: AppErrorOptions = {}) {
    super(publicMessage, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.status = errorStatus[code];
    this.detail = options.detail ?? {};
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.reason = options.reason;
    this.neededScope = options.neededScope;
  }
}

/** Renders any error as problem details. What is not an AppError becomes `internal` and tells nothing of itself. */
export function toProblem(error: unknown, correlationId: string): Problem {
  const known =
    error instanceof AppError ? error : new AppError("internal", "Something went wrong on our side. Try again.");
  return {
    type: `urn:annex:error:${known.code}`,
    title: known.code.replaceAll("_", " "),
    status: known.status,
    code: known.code,
    detail: known.message,
    correlationId,
    ...(known.reason === undefined ? {} : { reason: known.reason }),
    ...(known.errors.length > 0 ? { errors: [...known.errors] } : {}),
  };
}
