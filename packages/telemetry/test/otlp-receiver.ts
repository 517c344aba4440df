import { createServer, type IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { z } from "zod";

// opentelemetry/proto/{common,trace,logs,metrics}/v1, as JSON writes them: nothing but what stands there is taken
const value = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  z.strictObject({ doubleValue: z.number() }),
]);
const attributes = z
  .array(z.strictObject({ key: z.string().min(1), value }))
  .transform((list) => Object.fromEntries(list.map((each) => [each.key, Object.values(each.value)[0]])));
const resource = z.strictObject({ attributes });
const scope = z.strictObject({ name: z.string() });
const nanos = z.string().regex(/^\d{19}$/);
const traceId = z.string().regex(/^(?!0{32})[0-9a-f]{32}$/);
const spanId = z.string().regex(/^(?!0{16})[0-9a-f]{16}$/);
const span = z.strictObject({
  traceId,
  spanId,
  parentSpanId: spanId.optional(),
  name: z.string(),
  kind: z.number().int().min(1).max(5),
  startTimeUnixNano: nanos,
  endTimeUnixNano: nanos,
  attributes,
  status: z.strictObject({ code: z.literal(2), message: z.string() }).optional(),
});
const logRecord = z.strictObject({
  timeUnixNano: nanos,
  severityNumber: z.number().int().min(0).max(24),
  severityText: z.string(),
  body: z.strictObject({ stringValue: z.string() }),
  attributes,
  traceId: traceId.optional(),
  spanId: spanId.optional(),
});
const point = { attributes, timeUnixNano: nanos, asDouble: z.number() };
const named = { name: z.string(), unit: z.string(), description: z.string() };
const sum = z.strictObject({
  aggregationTemporality: z.literal(2),
  isMonotonic: z.literal(true),
  dataPoints: z.array(z.strictObject({ ...point, startTimeUnixNano: nanos })).min(1),
});
const gauge = z.strictObject({ dataPoints: z.array(z.strictObject(point)).min(1) });
const metric = z.union([z.strictObject({ ...named, sum }), z.strictObject({ ...named, gauge })]);

const traces = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({ resource, scopeSpans: z.array(z.strictObject({ scope, spans: z.array(span) })) }),
  ),
});
const logs = z.strictObject({
  resourceLogs: z.array(
    z.strictObject({ resource, scopeLogs: z.array(z.strictObject({ scope, logRecords: z.array(logRecord) })) }),
  ),
});
const metrics = z.strictObject({
  resourceMetrics: z.array(
    z.strictObject({ resource, scopeMetrics: z.array(z.strictObject({ scope, metrics: z.array(metric) })) }),
  ),
});

export interface OtlpReceiver {
  readonly url: string;
  readonly spans: z.output<typeof span>[];
  readonly logRecords: z.output<typeof logRecord>[];
  readonly metrics: z.output<typeof metric>[];
  readonly resources: Readonly<Record<string, unknown>>[];
  readonly requests: { readonly path: string; readonly authorization: string | undefined }[];
  /** What it answers from now on. */
  answer: { status: number; body: string };
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const isZipped = request.headers["content-encoding"] === "gzip";
  return JSON.parse((isZipped ? gunzipSync(body) : body).toString());
}

/** A collector that takes OTLP/HTTP in JSON and nothing else: what is not of the protocol is answered 400. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const seen: Pick<OtlpReceiver, "spans" | "logRecords" | "metrics" | "resources" | "requests"> = {
    spans: [],
    logRecords: [],
    metrics: [],
    resources: [],
    requests: [],
  };
  const take = (path: string, body: unknown) => {
    if (path === "/v1/traces")
      for (const { resource: of, scopeSpans } of traces.parse(body).resourceSpans) {
        seen.resources.push(of.attributes);
        seen.spans.push(...scopeSpans.flatMap(({ spans }) => spans));
      }
    else if (path === "/v1/logs")
      for (const { scopeLogs } of logs.parse(body).resourceLogs)
        seen.logRecords.push(...scopeLogs.flatMap(({ logRecords }) => logRecords));
    else
      for (const { scopeMetrics } of metrics.parse(body).resourceMetrics)
        seen.metrics.push(...scopeMetrics.flatMap((each) => each.metrics));
  };
  const server = createServer(async (request, response) => {
    const { url: path = "", headers } = request;
    const body = await bodyOf(request);
    seen.requests.push({ path, authorization: headers.authorization });
    try {
      if (receiver.answer.status === 200) take(path, body);
      response.writeHead(receiver.answer.status, { "content-type": "application/json" }).end(receiver.answer.body);
    } catch (error) {
      response.writeHead(400).end(String(error));
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const receiver: OtlpReceiver = {
    ...seen,
    url: `http://127.0.0.1:${port}`,
    answer: { status: 200, body: "{}" },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
  return receiver;
}
