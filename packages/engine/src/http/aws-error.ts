/** A failure as AWS names it. `message` is what the caller reads. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** More members of the error's shape, such as `Reason`. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    status: number,
    message: string,
    extra: {
      members?: Readonly<Record<string, unknown>>;
      headers?: Readonly<Record<string, string>>;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: extra.cause });
    this.name = "AwsError";
    this.code = code;
    this.status = status;
    this.members = extra.members ?? {};
    this.headers = extra.headers ?? {};
  }
}

export const notFound = (message: string) => new AwsError("ResourceNotFoundException", 404, message);
export const conflict = (message: string) => new AwsError("ResourceConflictException", 409, message);
export const invalidParameter = (message: string) => new AwsError("InvalidParameterValueException", 400, message);
export const preconditionFailed = () =>
  new AwsError(
    "PreconditionFailedException",
    412,
    "The RevisionId provided does not match the latest RevisionId. Call the GetFunction/GetAlias API to retrieve the latest RevisionId",
  );
