import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { listenLocally } from "@annex/testing/listen-locally";
import type { CellTarget } from "../cell-target.ts";
import type { InvokeDriver, InvokeInput, SessionCredentials } from "./invoke-driver.ts";
import { createLeanDriver } from "./lean-driver.ts";
import { createSdkDriver } from "./sdk-driver.ts";
import { toCellError } from "./to-cell-error.ts";

export const credentials: SessionCredentials = {
  accessKeyId: "ASIAEXAMPLE",
  secretAccessKey: "secret/of+a=session",
  sessionToken: "token+of/a=session==",
};

export function inputOf(given: Partial<InvokeInput> = {}): InvokeInput {
  const signal = AbortSignal.timeout(20_000);
  return { functionName: "annex-abc-1", qualifier: "1", payload: "{}", custom: { hops: 1 }, signal, ...given };
}

/** Both drivers of one cell. */
export function driversOf(cell: CellTarget): {
  readonly lean: InvokeDriver;
  readonly sdk: InvokeDriver;
  close(): void;
} {
  const lean = createLeanDriver(cell);
  const sdk = createSdkDriver(cell);
  return {
    lean,
    sdk,
    close() {
      lean.close();
      sdk.close();
    },
  };
}

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface TestServer {
  readonly cell: CellTarget;
  readonly received: Received[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** A server that keeps what it is sent and answers as `answer` says. */
export async function startServer(): Promise<TestServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const body = await buffer(request).catch(() => Buffer.alloc(0));
    received.push({ method: request.method ?? "", url: request.url ?? "", headers, body });
    test.answer(request, response);
  });
  const port = await listenLocally(server);
  const test: TestServer = {
    cell: { region: "eu-central-1", endpoint: `http://127.0.0.1:${port}` },
    received,
    answer: (_, response) => void response.end("{}"),
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return test;
}

/** What came of an Invoke as the data plane sees it: an output, or our error with what it tells. */
export async function outcomeOf(driver: InvokeDriver, input: InvokeInput, session = credentials): Promise<unknown> {
  try {
    const { requestId, logTail, ...output } = await driver.invoke(session, input);
    return { ...output, hasRequestId: requestId !== undefined, hasReport: /^REPORT RequestId/m.test(logTail) };
  } catch (error) {
    const { code, message, detail } = toCellError(error, "Invoke");
    return { code, message, awsError: detail.awsError, said: detail.said };
  }
}
