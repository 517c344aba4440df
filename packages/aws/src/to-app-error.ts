import { AppError, type ErrorCode } from "@annex/contract";

const codes: Readonly<Record<string, ErrorCode>> = {
  ResourceNotFoundException: "not_found",
  ResourceConflictException: "conflict",
  TooManyRequestsException: "limit_exceeded",
  ThrottlingException: "limit_exceeded",
  Throttling: "limit_exceeded",
  CodeStorageExceededException: "limit_exceeded",
  RequestEntityTooLargeException: "payload_too_large",
  RequestTooLargeException: "payload_too_large",
  InvalidParameterValueException: "invalid_request",
  InvalidRequestContentException: "invalid_request",
  ValidationException: "invalid_request",
  ServiceException: "unavailable",
  ServiceUnavailableException: "unavailable",
  ServiceUnavailable: "unavailable",
  InternalFailure: "unavailable",
  TimeoutError: "unavailable",
  ECONNREFUSED: "unavailable",
  ECONNRESET: "unavailable",
  EPIPE: "unavailable",
  CONNECT_TIMEOUT: "unavailable",
  ANSWER_TIMEOUT: "unavailable",
  UND_ERR_CONNECT_TIMEOUT: "unavailable",
  UND_ERR_HEADERS_TIMEOUT: "unavailable",
  UND_ERR_BODY_TIMEOUT: "unavailable",
  UND_ERR_SOCKET: "unavailable",
};

const messages: Readonly<Partial<Record<ErrorCode, string>>> = {
  unavailable: "The cell cannot be reached at the moment. Try again.",
  limit_exceeded: "The cell is asked too much at the moment. Try again in a few seconds.",
};

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/** An error of the AWS SDK as ours; `operation` says what was tried. An AppError stays what it is. */
export function toAppError(error: unknown, operation: string): AppError {
  if (error instanceof AppError) return error;
  const awsError = nameOf(error);
  const code = codes[awsError] ?? "upstream_failed";
  const said = error instanceof Error ? error.message : String(error);
  const message = messages[code] ?? `${operation} failed: ${said}`;
  return new AppError(code, message, { cause: error, detail: { operation, awsError } });
}
