import { Pool } from "undici";
import { z } from "zod";
import type { CellTarget } from "../cell-target.ts";
import { CellClock } from "./cell-clock.ts";
import { exchange } from "./exchange.ts";
import {
  clientContextOf,
  type InvokeDriver,
  type InvokeInput,
  type InvokeOutput,
  invokeTimeoutMs,
  type SessionCredentials,
} from "./invoke-driver.ts";
import { InvokeSigner, type UnsignedInvoke } from "./invoke-signer.ts";
import { readAnswer } from "./read-answer.ts";

/** Lambda's answers are at most 6 MB and a bit. */
const maxAnswerBytes = 8_388_608;
const errorBodySchema = z
  .object({ message: z.string().optional(), Message: z.string().optional(), __type: z.string().optional() })
  .catch({});

/** What Lambda refused, named as the AWS SDK names it: the `x-amzn-errortype` header up to its colon. */
class LambdaRefusal extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function header(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function refusal(headers: Headers, text: string): LambdaRefusal {
  const body = errorBodySchema.parse(parseJson(text));
  const type = header(headers, "x-amzn-errortype") ?? body.__type ?? "UnknownError";
  const name = type.split(",")[0]?.split(":")[0]?.split("#").at(-1) ?? type;
  return new LambdaRefusal(name, body.message ?? body.Message ?? "UnknownError");
}

function endpointOf({ region, endpoint }: CellTarget): URL {
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return new URL(endpoint ?? `https://lambda.${region}.${domain}`);
}

type Operation = "invoke" | "invokeStreaming";

const lastSegments: Readonly<Record<Operation, readonly [string, string]>> = {
  invoke: ["2015-03-31", "invocations"],
  invokeStreaming: ["2021-11-15", "response-streaming-invocations"],
};

/** The request as the AWS SDK would send it, but for headers that say nothing to Lambda (user agent, attempt count). */
function requestOf({ host, pathname }: URL, operation: Operation, input: InvokeInput): UnsignedInvoke {
  const [version, last] = lastSegments[operation];
  const name = encodeURIComponent(input.functionName);
  return {
    host,
    path: `${pathname.replace(/\/$/, "")}/${version}/functions/${name}/${last}`,
    query: `Qualifier=${encodeURIComponent(input.qualifier)}`,
    clientContext: clientContextOf(input),
    body: Buffer.from(input.payload),
  };
}

/**
 * Invoke signed here and sent by undici, without the SDK around it: a fraction of the SDK's CPU time, proven equal to it byte by byte (lean-driver.test.ts, decisions/040).
 */
export function createLeanDriver(cell: CellTarget): InvokeDriver {
  const endpoint = endpointOf(cell);
  const timeouts = { connect: { timeout: 3000 }, headersTimeout: invokeTimeoutMs, bodyTimeout: invokeTimeoutMs };
  const limits = { connections: 200, pipelining: 1, ...timeouts };
  const pool = new Pool(endpoint.origin, { ...limits, maxResponseSize: maxAnswerBytes });
  const streams = new Pool(endpoint.origin, limits); // as much as Lambda lets a function write
  const clock = new CellClock();
  const signers = new WeakMap<SessionCredentials, InvokeSigner>();

  const sign = (credentials: SessionCredentials, operation: Operation, input: InvokeInput) => {
    const signer = signers.get(credentials) ?? new InvokeSigner(cell.region, credentials);
    signers.set(credentials, signer);
    const request = requestOf(endpoint, operation, input);
    const headers = signer.sign(request, clock.now());
    return { method: "POST", path: `${request.path}?${request.query}`, headers, body: request.body } as const;
  };

  return {
    async invoke(credentials, input): Promise<InvokeOutput> {
      const { statusCode, headers, text } = await exchange(pool, sign(credentials, "invoke", input), input.signal);
      clock.correct(header(headers, "date"));
      if (statusCode >= 300) throw refusal(headers, text);
      return {
        payload: text === "" ? "null" : text,
        functionError: header(headers, "x-amz-function-error"),
        requestId: header(headers, "x-amzn-requestid"),
        logTail: Buffer.from(header(headers, "x-amz-log-result") ?? "", "base64").toString("utf8"),
      };
    },
    async invokeStreaming(credentials, input, sink) {
      const request = sign(credentials, "invokeStreaming", input);
      const answer = await streams.request({ ...request, signal: input.signal });
      clock.correct(header(answer.headers, "date"));
      if (answer.statusCode >= 300) throw refusal(answer.headers, await answer.body.text());
      sink.begin();
      const complete = await readAnswer(answer.body, sink);
      return { ...complete, requestId: header(answer.headers, "x-amzn-requestid") };
    },
    close() {
      for (const open of [pool, streams]) open.destroy().catch(() => undefined);
    },
  };
}
