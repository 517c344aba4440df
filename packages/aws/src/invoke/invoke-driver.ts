/** Credentials of one STS session. */
export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface InvokeInput {
  readonly functionName: string;
  /** Version number or alias. */
  readonly qualifier: string;
  readonly payload: string;
  /** Goes to the handler's `context.clientContext.custom`. */
  readonly custom: Readonly<Record<string, string | number>>;
  /** Aborted when nobody waits for the answer any longer. */
  readonly signal: AbortSignal;
}

export interface InvokeOutput {
  readonly payload: string;
  readonly functionError: string | undefined;
  readonly requestId: string | undefined;
  /** The last 4 KB of the log: its REPORT line tells duration and memory. */
  readonly logTail: string;
}

/** Takes a function's answer while it is written. */
export interface InvokeSink {
  /** Lambda has taken the invocation: from here on its answer comes, and nothing is sent again. */
  begin(): void;
  /** Bytes as the function wrote them. The next ones are read when this has resolved: a slow reader slows the function. */
  chunk(bytes: Buffer): Promise<void>;
}

/** Sends Invoke to one cell; which tenant's functions it reaches is a matter of the credentials. */
export interface InvokeDriver {
  /** Lambda's Invoke. Rejects with what Lambda or the network said; a failing handler is an answer. */
  invoke(credentials: SessionCredentials, input: InvokeInput): Promise<InvokeOutput>;
  /**
   * Lambda's InvokeWithResponseStream, which needs the same right. The answer goes to `sink`; `payload` of what this
   * resolves with is a failed function's error, else empty. Rejects as `invoke`, and where the stream breaks off.
   */
  invokeStreaming(credentials: SessionCredentials, input: InvokeInput, sink: InvokeSink): Promise<InvokeOutput>;
  close(): void;
}

/** The names that the setting `INVOKE_DRIVER` takes. */
export const invokeDriverNames = ["lean", "sdk"] as const;
export type InvokeDriverName = (typeof invokeDriverNames)[number];

/**
 * How long one Invoke may take at the most. Longer than any function and its caller's budget: the function's own
 * timeout speaks first, then the budget, and this only for a cell that hangs.
 */
export const invokeTimeoutMs = 75_000;

/** `X-Amz-Client-Context`: base64 JSON. */
export function clientContextOf({ custom }: InvokeInput): string {
  return Buffer.from(JSON.stringify({ custom })).toString("base64");
}
