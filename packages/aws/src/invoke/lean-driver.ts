import { Pool } from "undici";
import { z } from "zod";
import type { CellTarget } from "../cell-target.ts";
import { CellClock } from "./cell-clock.ts";
import { InvokeConnections } from "./invoke-connections.ts";
import {
  clientContextOf,
  type InvokeDriver,
  type InvokeInput,
  type InvokeOutput,
  invokeTimeoutMs,
  type SessionCredentials,
} from "./invoke-driver.ts";
import { type InvokeRoute, InvokeSigner, invokeRoute } from "./invoke-signer.ts";
import { readAnswer } from "./read-answer.ts";

/** Lambda's answers are at most 6 MB and a bit. */
const mostAnswerBytes = 8_388_608;
const mostConnections = 200;
const connectTimeoutMs = 3000;
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

type Header = (name: string) => string | undefined;

/** Of an answer that undici gave. */
function headerOf(headers: Readonly<Record<string, string | string[] | undefined>>): Header {
  return (name) => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function refusal(header: Header, text: string): LambdaRefusal {
  const body = errorBodySchema.parse(parseJson(text));
  const type = header("x-amzn-errortype") ?? body.__type ?? "UnknownError";
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

const mostRoutes = 10_000;

/**
 * Routes as the AWS SDK would send them, remembered by function and qualifier. Headers that say nothing to Lambda (user
 * agent, attempt count) are not sent.
 */
function createRoutes({ host, pathname }: URL) {
  const base = pathname.replace(/\/$/, "");
  const routes = new Map<string, InvokeRoute>();
  return (operation: Operation, { functionName, qualifier }: InvokeInput): InvokeRoute => {
    const key = `${operation} ${functionName} ${qualifier}`;
    const known = routes.get(key);
    if (known) return known;
    const [version, last] = lastSegments[operation];
    const path = `${base}/${version}/functions/${encodeURIComponent(functionName)}/${last}`;
    const route = invokeRoute(host, path, `Qualifier=${encodeURIComponent(qualifier)}`);
    if (routes.size >= mostRoutes) routes.clear();
    routes.set(key, route);
    return route;
  };
}

/**
 * Invoke signed and sent here, without the SDK around it: a fraction of the SDK's CPU time, proven equal to it byte by
 * byte (lean-driver.test.ts, decisions/040). A streamed one is sent by undici.
 */
export function createLeanDriver(cell: CellTarget): InvokeDriver {
  const endpoint = endpointOf(cell);
  const connections = new InvokeConnections(endpoint, {
    connections: mostConnections,
    connectTimeoutMs,
    silenceMs: invokeTimeoutMs,
    mostAnswerBytes,
  });
  const timeouts = { connect: { timeout: connectTimeoutMs }, headersTimeout: invokeTimeoutMs };
  const limits = { connections: mostConnections, pipelining: 1, bodyTimeout: invokeTimeoutMs, ...timeouts };
  const streams = new Pool(endpoint.origin, limits); // as much as Lambda lets a function write
  const clock = new CellClock();
  const routeOf = createRoutes(endpoint);
  const signers = new WeakMap<SessionCredentials, InvokeSigner>();

  const sign = (credentials: SessionCredentials, operation: Operation, input: InvokeInput) => {
    const signer = signers.get(credentials) ?? new InvokeSigner(cell.region, credentials);
    signers.set(credentials, signer);
    const route = routeOf(operation, input);
    const body = Buffer.from(input.payload);
    const headers = signer.sign({ route, clientContext: clientContextOf(input), body }, clock.stamp());
    return { method: "POST", path: route.target, headers, body } as const;
  };

  return {
    async invoke(credentials, input): Promise<InvokeOutput> {
      const request = sign(credentials, "invoke", input);
      const { statusCode, headers, text } = await connections.post(request, input.signal);
      clock.correct(headers.get("date"));
      if (statusCode >= 300) throw refusal((name) => headers.get(name), text);
      return {
        payload: text === "" ? "null" : text,
        functionError: headers.get("x-amz-function-error"),
        requestId: headers.get("x-amzn-requestid"),
        logTail: Buffer.from(headers.get("x-amz-log-result") ?? "", "base64").toString("utf8"),
      };
    },
    async invokeStreaming(credentials, input, sink) {
      const request = sign(credentials, "invokeStreaming", input);
      const answer = await streams.request({ ...request, signal: input.signal });
      const header = headerOf(answer.headers);
      clock.correct(header("date"));
      if (answer.statusCode >= 300) throw refusal(header, await answer.body.text());
      sink.begin();
      const complete = await readAnswer(answer.body, sink);
      return { ...complete, requestId: header("x-amzn-requestid") };
    },
    close() {
      connections.close();
      streams.destroy().catch(() => undefined);
    },
  };
}
