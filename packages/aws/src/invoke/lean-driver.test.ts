import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import {
  credentials,
  driversOf,
  inputOf,
  outcomeOf,
  type Received,
  startServer,
  type TestServer,
} from "./drivers.fixture.ts";
import { encodeEvent } from "./encode-event.fixture.ts";
import type { InvokeDriver } from "./invoke-driver.ts";
import { toCellError } from "./to-cell-error.ts";

let server: TestServer;
let drivers: ReturnType<typeof driversOf>;
beforeAll(async () => {
  server = await startServer();
  drivers = driversOf(server.cell);
  server.answer = answerNow;
});
afterEach(() => {
  vi.useRealTimers();
  server.answer = answerNow;
});
afterAll(async () => {
  drivers.close();
  await server.close();
});

/** As of the clock that the test has set. */
const answerStream =
  (...parts: readonly Buffer[]): TestServer["answer"] =>
  (_, response) => {
    response.setHeader("date", new Date().toUTCString());
    response.setHeader("content-type", "application/vnd.amazon.eventstream");
    for (const part of parts) response.write(part);
    response.end();
  };
const chunkOf = (text: string) => encodeEvent("PayloadChunk", "application/octet-stream", Buffer.from(text));
const completed = (told: object = {}) => encodeEvent("InvokeComplete", "application/json", JSON.stringify(told));

/** What came of a streamed Invoke: its chunks and its end, or our error. */
async function streamed(driver: InvokeDriver, input: Parameters<typeof inputOf>[0] = {}) {
  const told: string[] = [];
  const sink = {
    begin: () => void told.push("began"),
    chunk: async (bytes: Buffer) => void told.push(bytes.toString()),
  };
  try {
    const { requestId: _, ...end } = await driver.invokeStreaming(credentials, inputOf(input), sink);
    return { told, ...end };
  } catch (error) {
    const { code, message } = toCellError(error, "Invoke");
    return { told, code, message };
  }
}
const answerNow: TestServer["answer"] = (_, response) =>
  void response.setHeader("date", new Date().toUTCString()).end("{}");

const sha256 = (data: Buffer | string) => createHash("sha256").update(data).digest("hex");
const hmac = (key: Buffer | string, data: string) => createHmac("sha256", key).update(data).digest();
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** What says nothing to Lambda: who the client is, and how often it tried. */
const ofTheSdk = new Set(["x-amz-user-agent", "amz-sdk-invocation-id", "amz-sdk-request"]);

/** The canonical request of Signature Version 4 as this test works it out from the bytes on the wire, for `names`. */
function canonicalRequest({ method, url, headers, body }: Received, names: readonly string[]): string {
  const [path = "", query = ""] = url.split("?");
  const parameters = query.split("&").sort().join("&");
  const lines = names.map((name) => `${name}:${(headers[name] ?? "").trim().replaceAll(/ +/g, " ")}\n`).join("");
  const doubled = path.split("/").map(encode).join("/");
  return [method, doubled, parameters, lines, names.join(";"), sha256(body)].join("\n");
}

function signedHeaders({ headers }: Received): string[] {
  return /SignedHeaders=([^,]+)/.exec(headers.authorization ?? "")?.[1]?.split(";") ?? [];
}

/** The signature that the wire's bytes call for. */
function signatureOf(received: Received): string {
  const time = received.headers["x-amz-date"] ?? "";
  const scope = `${time.slice(0, 8)}/eu-central-1/lambda/aws4_request`;
  const key = scope.split("/").reduce<Buffer | string>(hmac, `AWS4${credentials.secretAccessKey}`);
  const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonicalRequest(received, signedHeaders(received)))}`;
  return hmac(key, text).toString("hex");
}

type Operation = "invoke" | "invokeStreaming";

async function both(
  input: Parameters<typeof inputOf>[0],
  operation: Operation = "invoke",
): Promise<{ lean: Received; sdk: Received }> {
  server.received.length = 0;
  for (const driver of [drivers.lean, drivers.sdk]) {
    if (operation === "invoke") await driver.invoke(credentials, inputOf(input));
    else await streamed(driver, input);
  }
  const [lean, sdk] = server.received;
  if (!lean || !sdk) throw new Error("Two requests were to be sent.");
  return { lean, sdk };
}

describe("the lean driver", () => {
  const inputs = fc.record({
    functionName: fc.stringMatching(/^annex-[a-z0-9]{10}-[0-9a-f]{32}$/),
    qualifier: fc.oneof(fc.stringMatching(/^[1-9][0-9]{0,4}$/), fc.constantFrom("live", "$LATEST", "a_b-c")),
    payload: fc.json({ stringUnit: "binary" }),
    custom: fc.dictionary(fc.stringMatching(/^[a-zA-Z]{1,9}$/), fc.oneof(fc.string({ unit: "binary" }), fc.integer())),
  });

  test.each(["invoke", "invokeStreaming"] as const)(
    "sends the canonical request of %s that the AWS SDK sends, byte by byte, and both are signed as their bytes call for",
    async (operation) => {
      vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-25T10:00:00Z") });
      if (operation === "invokeStreaming") server.answer = answerStream(completed());
      await fc.assert(
        fc.asyncProperty(inputs, async (input) => {
          const { lean, sdk } = await both(input, operation);
          const common = signedHeaders(sdk).filter((name) => !ofTheSdk.has(name));
          expect(signedHeaders(lean)).toEqual(common);
          expect(canonicalRequest(lean, common)).toBe(canonicalRequest(sdk, common));
          expect(lean.body.equals(sdk.body)).toBe(true);
          for (const received of [lean, sdk])
            expect(received.headers.authorization).toContain(`Signature=${signatureOf(received)}`);
        }),
        { numRuns: 60 },
      );
    },
  );

  test("takes the cell's clock for its own where the two are far apart, as the AWS SDK does", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-25T10:00:00Z") });
    server.answer = (_, response) => void response.setHeader("date", "Wed, 25 Nov 2026 14:30:00 GMT").end("{}");
    await both({});
    const { lean, sdk } = await both({});
    expect(lean.headers["x-amz-date"]).toBe("20261125T143000Z");
    expect(sdk.headers["x-amz-date"]).toBe("20261125T143000Z");
    server.answer = (_, response) => void response.setHeader("date", "Wed, 25 Nov 2026 10:00:30 GMT").end("{}");
    await both({});
    const again = await both({});
    expect(again.lean.headers["x-amz-date"]).toBe(again.sdk.headers["x-amz-date"]);
  });

  test("signs with the day's key: two days do not share one", async () => {
    for (const now of ["2026-11-25T23:58:00Z", "2026-11-26T00:02:00Z"]) {
      vi.useFakeTimers({ toFake: ["Date"], now: new Date(now) });
      const { lean } = await both({});
      expect(lean.headers.authorization).toContain(`/${now.slice(0, 10).replaceAll("-", "")}/`);
      expect(lean.headers.authorization).toContain(`Signature=${signatureOf(lean)}`);
    }
  });
});

describe("of a streamed answer the lean driver tells what the AWS SDK tells:", () => {
  const tail = Buffer.from("REPORT").toString("base64");
  const failed = completed({ ErrorCode: "Unhandled", ErrorDetails: `{"errorType":"E"}`, LogResult: tail });
  const whole = Buffer.concat([chunkOf("é"), chunkOf("𝄞 and more"), completed({ LogResult: tail })]);
  const flipped = Buffer.from(whole);
  flipped.writeUInt8(flipped.readUInt8(30) ^ 1, 30);
  test.each<readonly [string, readonly Buffer[], object]>([
    ["chunks and the log's tail", [whole], { told: ["began", "é", "𝄞 and more"], payload: "", logTail: "REPORT" }],
    ["in pieces of any size", [...whole].map((byte) => Buffer.of(byte)), { told: ["began", "é", "𝄞 and more"] }],
    ["nothing but its end", [completed()], { told: ["began"], payload: "" }],
    ["a failure half-way", [chunkOf("a"), failed], { functionError: "Unhandled", payload: `{"errorType":"E"}` }],
    ["a stream without its end", [chunkOf("a")], { told: ["began", "a"], code: "unavailable" }],
  ])("%s", async (_, parts, expected) => {
    server.answer = answerStream(...parts);
    const lean = await streamed(drivers.lean);
    expect(lean).toEqual(await streamed(drivers.sdk));
    expect(lean).toMatchObject(expected);
  });

  test("a damaged stream is a failure of the cell, and so is one that ends within a message", async () => {
    for (const bytes of [
      flipped,
      whole.subarray(0, whole.length - 7),
      Buffer.from("<html>not a stream of events</html>"),
    ]) {
      server.answer = answerStream(bytes);
      for (const driver of [drivers.lean, drivers.sdk])
        expect(await streamed(driver)).toMatchObject({
          code: expect.stringMatching(/^(upstream_failed|unavailable)$/),
        });
    }
  });

  test("a refusal, before anything began", async () => {
    const headers = { "x-amzn-errortype": "TooManyRequestsException" };
    server.answer = (_, response) => void response.writeHead(429, headers).end(`{"message":"Rate exceeded"}`);
    const lean = await streamed(drivers.lean);
    expect(lean).toMatchObject({ told: [], code: "limit_exceeded" });
    expect(lean).toEqual(await streamed(drivers.sdk));
  });
});

describe("whatever Lambda answers, the lean driver says what the AWS SDK says:", () => {
  const type = (name: string) => ({ "x-amzn-errortype": name, "content-type": "application/json" });
  const answers: Readonly<Record<string, readonly [number, Record<string, string>, string]>> = {
    "a result": [200, { "x-amzn-requestid": "r-1", "x-amz-log-result": "YQpi" }, `{"score":"é𝄞"}`],
    "an empty body": [200, {}, ""],
    "a function's error": [200, { "x-amz-function-error": "Unhandled" }, `{"errorType":"E","errorMessage":"m"}`],
    throttling: [429, type("TooManyRequestsException"), `{"Reason":"CallerRateLimit","message":"Rate exceeded"}`],
    "a missing function": [404, type("ResourceNotFoundException"), `{"Type":"User","Message":"Function not found"}`],
    "an error type with a URL": [400, type("InvalidRequestContentException:http://internal/x"), `{"message":"bad"}`],
    "no right": [403, type("AccessDeniedException"), `{"Message":"User: x is not authorized to perform"}`],
    "an expired session": [403, type("ExpiredTokenException"), `{"message":"The security token is expired"}`],
    "too large": [413, type("RequestTooLargeException"), `{"Type":"User","message":"too large"}`],
    "not ready": [409, type("ResourceConflictException"), `{"Type":"User","message":"Pending"}`],
    "its own fault": [500, type("ServiceException"), `{"Type":"Service","Message":"internal"}`],
    "ENI trouble": [502, type("EC2UnexpectedException"), `{"Type":"Service","Message":"eni"}`],
    "a throttled disk": [503, type("ServiceUnavailableException"), `{"message":"later"}`],
    "a type in the body": [400, {}, `{"__type":"com.amazonaws#ValidationException","message":"1 validation error"}`],
  };

  test.each(Object.entries(answers))("%s", async (_, [status, headers, body]) => {
    server.answer = (_request, response) => void response.writeHead(status, headers).end(body);
    const lean = await outcomeOf(drivers.lean, inputOf());
    expect(lean).toEqual(await outcomeOf(drivers.sdk, inputOf()));
    expect(lean).toMatchObject(status < 300 ? { payload: body === "" ? "null" : body } : { code: expect.any(String) });
  });

  test("HTML of a proxy between, or half an answer, is a failure of the cell that tells the caller nothing", async () => {
    const kinds = [
      (response: Parameters<TestServer["answer"]>[1]) => response.writeHead(502).end("<html>bad gateway</html>"),
      (response: Parameters<TestServer["answer"]>[1]) => {
        response.writeHead(200, { "content-length": "100" }).write(`{"half`);
        setTimeout(() => response.destroy(), 20);
      },
      (response: Parameters<TestServer["answer"]>[1]) => response.destroy(),
    ];
    for (const kind of kinds) {
      server.answer = (_, response) => void kind(response);
      for (const driver of [drivers.lean, drivers.sdk]) {
        const outcome = await outcomeOf(driver, inputOf());
        expect(outcome).toMatchObject({ code: expect.stringMatching(/^(upstream_failed|unavailable)$/) });
        expect(JSON.stringify(Object(outcome).message)).not.toMatch(/html|half|socket/);
      }
    }
  });

  test("an answer that nobody waits for any longer is given up at once", async () => {
    server.answer = () => undefined;
    for (const driver of [drivers.lean, drivers.sdk]) {
      const signal = AbortSignal.timeout(50);
      const started = Date.now();
      await expect(driver.invoke(credentials, inputOf({ signal }))).rejects.toThrow();
      expect(signal.aborted).toBe(true);
      expect(Date.now() - started).toBeLessThan(5000);
    }
  });

  test("a cell that is not there", async () => {
    const gone = driversOf({ region: "eu-central-1", endpoint: "http://127.0.0.1:1" });
    const lean = await outcomeOf(gone.lean, inputOf());
    expect(lean).toMatchObject({ code: "unavailable", awsError: "ECONNREFUSED" });
    expect(await outcomeOf(gone.sdk, inputOf())).toEqual(lean);
    gone.close();
  });
});
