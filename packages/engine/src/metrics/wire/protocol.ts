import { AwsError } from "../../http/aws-error.ts";
import { type AwsRequest, type AwsResponse, json } from "../../http/aws-request.ts";
import { queryErrorCode } from "../../http/query-error-codes.ts";
import { toXml } from "../../http/xml.ts";
import { decodeCbor, encodeCbor } from "./cbor.ts";
import { parseForm } from "./form.ts";

/** One of the three ways in which clients of CloudWatch speak. Outputs hold `Date`s where times are, `Map`s where the model has maps. */
export interface Protocol {
  /** Undefined where the request names none. */
  readonly operation: string | undefined;
  /** @throws Error for a body that is not of this protocol. */
  input(): unknown;
  answer(output: Readonly<Record<string, unknown>>, requestId: string): AwsResponse;
  error(error: AwsError, requestId: string): AwsResponse;
}

const service = "GraniteServiceVersion20100801";
const namespace = "http://monitoring.amazonaws.com/doc/2010-08-01/";
const cborPath = new RegExp(`^/service/${service}/operation/(\\w+)$`);

const statusOf = (error: AwsError) => (error.status === 403 ? 403 : error.status >= 500 ? 500 : 400);
const sender = (error: AwsError) => (error.status >= 500 ? "Receiver" : "Sender");

/** Clients that knew the query protocol first find its error code in this header. */
const compatible = (error: AwsError, requestId: string) => ({
  "x-amzn-query-error": `${queryErrorCode(error.code)};${sender(error)}`,
  "x-amzn-requestid": requestId,
});

function withSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(withSeconds);
  if (value instanceof Map) return withSeconds(Object.fromEntries(value));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withSeconds(member)]));
}

function cborProtocol({ rawPath, body }: AwsRequest): Protocol {
  const headers = { "content-type": "application/cbor", "smithy-protocol": "rpc-v2-cbor" };
  return {
    operation: cborPath.exec(rawPath)?.[1],
    input: () => (body.length === 0 ? {} : decodeCbor(body)),
    answer: (output) => ({ status: 200, headers, body: encodeCbor(output) }),
    error: (error, requestId) => ({
      status: statusOf(error),
      headers: { ...headers, ...compatible(error, requestId) },
      body: encodeCbor({ __type: queryErrorCode(error.code), message: error.message }),
    }),
  };
}

function jsonProtocol({ headers: { "x-amz-target": target = "" }, body }: AwsRequest): Protocol {
  const headers = { "content-type": "application/x-amz-json-1.0" };
  return {
    operation: target.split(".").pop(),
    input: () => JSON.parse(body.toString("utf8") || "{}"),
    answer: (output) => json(withSeconds(output), 200, headers),
    error: (error, requestId) =>
      json({ __type: queryErrorCode(error.code), message: error.message }, statusOf(error), {
        ...headers,
        ...compatible(error, requestId),
      }),
  };
}

function queryProtocol({ body, rawQuery }: AwsRequest): Protocol {
  const form = new URLSearchParams(body.toString("utf8") || rawQuery);
  const operation = form.get("Action") ?? undefined;
  const xml = (status: number, text: string) => ({ status, headers: { "content-type": "text/xml" }, body: text });
  return {
    operation,
    input: () => parseForm(form),
    answer: (output, requestId) => {
      const inner = toXml({ [`${operation}Result`]: output, ResponseMetadata: { RequestId: requestId } });
      return xml(200, `<${operation}Response xmlns="${namespace}">${inner}</${operation}Response>`);
    },
    error: (error, requestId) => {
      const detail = { Type: sender(error), Code: queryErrorCode(error.code), Message: error.message };
      return xml(
        statusOf(error),
        `<ErrorResponse xmlns="${namespace}">${toXml({ Error: detail, RequestId: requestId })}</ErrorResponse>`,
      );
    },
  };
}

/** The protocol of a request: told apart by what each of them must send. */
export function protocolOf(request: AwsRequest): Protocol {
  if (request.headers["smithy-protocol"] === "rpc-v2-cbor" || cborPath.test(request.rawPath)) {
    return cborProtocol(request);
  }
  return request.headers["x-amz-target"] ? jsonProtocol(request) : queryProtocol(request);
}

/** @throws AwsError `SerializationException` for a body that is not of the protocol. */
export function readInput(protocol: Protocol): unknown {
  try {
    return protocol.input();
  } catch (cause) {
    throw new AwsError("SerializationException", 400, "The request's body could not be read.", { cause });
  }
}
