interface PlatformErrorOptions {
  readonly status: number;
  readonly code: string;
  readonly correlationId?: string | undefined;
  readonly cause?: unknown;
}

/** The platform refused a call or could not be reached. `code` is stable (`not_found`, `forbidden`, `unavailable`…). */
export class PlatformError extends Error {
  override readonly name = "PlatformError";
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  readonly code: string;
  readonly correlationId: string | undefined;

  constructor(message: string, { status, code, correlationId, cause }: PlatformErrorOptions) {
    super(message, { cause });
    this.status = status;
    this.code = code;
    this.correlationId = correlationId;
  }
}

/** Reads the platform's problem details (RFC 9457), or an OAuth 2.0 error (RFC 6749 §5.2), out of a failed answer. */
export async function errorOfAnswer(response: Response): Promise<PlatformError> {
  const body = await readJson(response).catch(() => undefined);
  const code = textOf(body, "code") ?? textOf(body, "error") ?? "upstream_failed";
  const message =
    textOf(body, "detail") ?? textOf(body, "error_description") ?? `The platform answered ${response.status}.`;
  const correlationId = textOf(body, "correlationId") ?? response.headers.get("x-correlation-id") ?? undefined;
  return new PlatformError(message, { status: response.status, code, correlationId });
}

/** The body as JSON, undefined where it is none. Throws PlatformError `unavailable` where it ends half-way. */
export async function readJson(response: Response): Promise<unknown> {
  const text = await response.text().catch((cause) => {
    const message = "The connection to the platform ended before the answer was told.";
    throw new PlatformError(message, { status: 0, code: "unavailable", cause });
  });
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The own property `name` of a parsed body where it is a text. */
export function textOf(body: unknown, name: string): string | undefined {
  const value = propertyOf(body, name);
  return typeof value === "string" ? value : undefined;
}

/** The own property `name` of a parsed body. */
export function propertyOf(body: unknown, name: string): unknown {
  if (typeof body !== "object" || body === null) return undefined;
  return Object.getOwnPropertyDescriptor(body, name)?.value;
}
