import {
  acceptResponseSchema,
  bulkAnswerSchema,
  bulkRecordsSchema,
  changedDeadLettersSchema,
  chooseDeadLettersSchema,
  deadLetterQuerySchema,
  deadLetterSchema,
  dryRunResponseSchema,
  invocationModeSchema,
  invocationStatusSchema,
  invokeRequestSchema,
  invokeResponseSchema,
  logLineSchema,
  pageSchema,
  problemSchema,
  recordQuerySchema,
  recordSchema,
  replaySchema,
  startedReplaySchema,
  startReplaySchema,
  streamEventSchema,
  writeRecordSchema,
} from "@annex/contract";
import { z } from "zod";
import { createDocument } from "zod-openapi";

/** A star at the end of a narrow one stands for anything. */
const scopeWords = {
  "invocations:write": "Call every function and extension point; cancel, redrive and discard",
  "invocations:read": "Read invocations and their log lines",
  "invoke:point:{key}": "Call one extension point, such as invoke:point:invoice.submitted",
  "invoke:function:{name}": "Call one function",
  "invocations:read:function:{name}": "Read results and log lines of one function's invocations",
  "invocations:read:point:{key}": "Read those of one extension point's",
  "invocations:manage:function:{name}": "Cancel, redrive, discard and replay one function's invocations",
  "invocations:manage:point:{key}": "Do so with one extension point's",
  "records:read": "Read records of every type",
  "records:write": "Create, change and delete records of every type",
  "records:read:{type}": "Read records of one type",
  "records:write:{type}": "Create, change and delete records of one type",
};

const body = (schema: z.ZodType) => ({ content: { "application/json": { schema } } });
const problem = {
  description:
    "Problem details (RFC 9457): `code` is for programs, `detail` for people, `errors` names what is wrong with which " +
    "field. 429 and 503 say in `Retry-After` when another try is worth it; a 429's `reason` tells which limit it was.",
  content: { "application/problem+json": { schema: problemSchema.meta({ id: "Problem" }) } },
};
const answer = (description: string, schema: z.ZodType, status = "200") => ({
  [status]: { description, ...body(schema) },
  default: problem,
});
const path = (shape: Record<string, z.ZodType>) => ({ path: z.object(shape) });
const record = recordSchema.meta({ id: "Record" });
const idempotencyKey = z
  .string()
  .max(255)
  .optional()
  .meta({
    description:
      "The same key and request again get the first one's answer, with `Idempotency-Replayed: true`, and run nothing. " +
      "One case is left open: where the process that ran the first one died before it wrote the answer down, the next " +
      "one is run again, at the earliest 90 seconds later, and told `Idempotency-Rerun: true`: what the functions did " +
      "the first time may have been done twice. With `mode=async` not even that: the key is written with the invocations.",
  });
const mode = invocationModeSchema.optional().meta({
  description:
    "`sync`, as without one, waits for the functions. `async` answers 202 once the invocations are durable: they are " +
    "tried again by their policy and end with one outcome, at `GET /v1/invocations/{id}` and, where the body names " +
    "one, at a webhook. `dry_run` maps the fields, answers the event that each function would get, and runs nothing.",
});
const correlationId = z
  .string()
  .optional()
  .meta({
    description:
      "8 to 64 letters, digits, `-` and `_`: stands in every log line, invocation and answer of this call. Where there " +
      "is none, or of another form, it is the ID of the trace, or a new one.",
  });
const traceparent = z.string().optional().meta({ description: "The caller's W3C trace: the call is a span of it." });
const invokeRequest = invokeRequestSchema.meta({ id: "InvokeRequest" });
const invokeResponse = invokeResponseSchema.meta({ id: "InvokeResponse" });
const dryRunResponse = dryRunResponseSchema.meta({ id: "DryRunResponse" });
const streamEvent = streamEventSchema.meta({ id: "StreamEvent" });
const acceptResponse = acceptResponseSchema.meta({ id: "AcceptResponse" });
const invoke = (shape: Record<string, z.ZodType>) => ({
  requestParams: {
    path: z.object(shape),
    query: z.object({ mode }),
    header: z.object({ "Idempotency-Key": idempotencyKey, "X-Correlation-Id": correlationId, traceparent }),
  },
  requestBody: body(invokeRequest),
  responses: {
    "200": {
      description:
        "What the functions did and the fields to set; with `mode=dry_run`, the events that they would get; with " +
        "`Accept: text/event-stream`, what they write while they write it: events named `started`, `chunk`, " +
        "`completed` and `error` whose data is StreamEvent without its type",
      content: {
        "application/json": { schema: z.union([invokeResponse, dryRunResponse]) },
        "text/event-stream": { schema: streamEvent },
      },
    },
    default: problem,
    "202": {
      description: "With `mode=async`: accepted; each will have its one outcome",
      ...body(acceptResponse),
    },
  },
});
const chooseDeadLetters = {
  requestBody: body(chooseDeadLettersSchema.meta({ id: "ChooseDeadLetters" })),
  responses: answer("How many there were", changedDeadLettersSchema),
};
const typed = path({ type: z.string() });
const one = path({ type: z.string(), id: z.uuid() });
const ifMatch = z.string().optional().meta({
  description:
    'The version that was read, such as `"3"`: where the record has another one, the answer is 409 conflict.',
});
const changed = { ...one, header: z.object({ "If-Match": ifMatch }) };
const entityTag = z.object({
  ETag: z.string().meta({ description: "The record's version in quotes, for If-Match", example: '"3"' }),
});
const tagged = (description: string, status = "200") => ({
  [status]: { description, headers: entityTag, ...body(record) },
  default: problem,
});

/** The data plane's API as an OpenAPI 3.1 document, from the schemas that check its requests. */
export function openApiDocument(identityIssuer: string) {
  return createDocument({
    openapi: "3.1.1",
    info: { title: "Annex data plane", version: "1" },
    security: [{ identity: [] }],
    components: {
      securitySchemes: {
        identity: {
          type: "oauth2",
          flows: { clientCredentials: { tokenUrl: `${identityIssuer}/token`, scopes: scopeWords } },
        },
      },
    },
    paths: {
      "/v1/extension-points/{key}/invocations": {
        post: {
          summary: "Run the functions bound to an extension point",
          ...invoke({ key: z.string() }),
        },
      },
      "/v1/functions/{name}/invocations": {
        post: { summary: "Run one function by name", ...invoke({ name: z.string() }) },
      },
      "/v1/invocations/{id}": {
        get: {
          summary: "Get an invocation",
          requestParams: path({ id: z.uuid() }),
          responses: answer("How far it is", invocationStatusSchema.meta({ id: "InvocationStatus" })),
        },
      },
      "/v1/invocations/{id}/cancel": {
        post: {
          summary: "Cancel an accepted invocation that has not begun",
          requestParams: path({ id: z.uuid() }),
          responses: answer("The cancelled invocation", invocationStatusSchema),
        },
      },
      "/v1/invocations/{id}/replay": {
        post: {
          summary: "Run a recorded invocation again, with the live release, another one or the draft",
          requestParams: path({ id: z.uuid() }),
          requestBody: body(startReplaySchema),
          responses: answer("`GET /v1/replays/{id}` tells what differs once it is done", startedReplaySchema, "202"),
        },
      },
      "/v1/replays/{id}": {
        get: {
          summary: "Get a replay with what differs",
          requestParams: path({ id: z.uuid() }),
          responses: answer("The replay", replaySchema.meta({ id: "Replay" })),
        },
      },
      "/v1/dead-letters": {
        get: {
          summary: "List accepted invocations that were given up",
          requestParams: { query: deadLetterQuerySchema },
          responses: answer("A page of dead letters", pageSchema(deadLetterSchema.meta({ id: "DeadLetter" }))),
        },
      },
      "/v1/dead-letters/redrive": { post: { summary: "Run dead letters again", ...chooseDeadLetters } },
      "/v1/dead-letters/discard": { post: { summary: "Take dead letters off the list", ...chooseDeadLetters } },
      "/v1/invocations/{id}/logs": {
        get: {
          summary: "Get the log lines of an invocation",
          requestParams: path({ id: z.uuid() }),
          responses: answer("Its log lines", pageSchema(logLineSchema)),
        },
      },
      "/v1/records/{type}": {
        get: {
          summary: "List records, filtered and sorted by fields of their type",
          requestParams: { ...typed, query: recordQuerySchema },
          responses: answer("A page of records", pageSchema(record)),
        },
        post: {
          summary: "Create a record",
          requestParams: typed,
          requestBody: body(writeRecordSchema),
          responses: tagged("The record", "201"),
        },
      },
      "/v1/records/{type}/bulk": {
        post: {
          summary: "Create, update and delete records: all of them, or none",
          requestParams: typed,
          requestBody: body(bulkRecordsSchema.meta({ id: "BulkRecords" })),
          responses: answer("The records as they are then, in the order of the changes", bulkAnswerSchema),
        },
      },
      "/v1/records/{type}/{id}": {
        get: { summary: "Get a record", requestParams: one, responses: tagged("The record") },
        patch: {
          summary: "Update fields of a record",
          requestParams: changed,
          requestBody: body(writeRecordSchema),
          responses: tagged("The record"),
        },
        delete: {
          summary: "Delete a record",
          requestParams: changed,
          responses: { "204": { description: "Deleted" }, default: problem },
        },
      },
    },
  });
}
