import { AppError } from "@annex/contract";
import {
  type CodeInParts,
  type CodePart,
  missingPartsSchema,
  type TestAnswer,
  type TestRequest,
  testAnswerSchema,
} from "../runners/test-request.ts";

/** One synchronous invocation carries 6 MB, in base64 and with the event. */
const partBytes = 4 * 1024 * 1024;
/** Each part is sent so often at the most: others' requests may lead to another environment in between. */
const mostTimes = 4;

/** Asks a test runner, always for the execution environments of the same code. */
export type AskRunner = (payload: TestRequest | CodePart) => Promise<unknown>;

interface Code {
  readonly zip: Buffer;
  /** Hex. */
  readonly sha256: string;
  /** Lambda's: of whom the execution environments are that it goes to. */
  readonly tenantId: string;
}

/** By Lambda's tenant ID: whose parts are on their way. */
const carrying = new Map<string, Promise<unknown>>();

/** One after the other: tests that start together would scatter the parts over several environments. */
async function inTurn<T>(tenantId: string, carry: () => Promise<T>): Promise<T> {
  const before = carrying.get(tenantId) ?? Promise.resolve();
  const now = before.catch(() => undefined).then(carry);
  carrying.set(tenantId, now);
  try {
    return await now;
  } finally {
    if (carrying.get(tenantId) === now) carrying.delete(tenantId);
  }
}

/** Sends the parts that the environment at hand does not have, until it has all. Returns how many were sent. */
async function sendParts(ask: AskRunner, zip: Buffer, code: CodeInParts, missing: readonly number[]): Promise<number> {
  let [next] = missing;
  let sent = 0;
  while (next !== undefined && sent < code.parts * mostTimes) {
    const bytes = zip.subarray(next * partBytes, (next + 1) * partBytes).toString("base64");
    const answer = missingPartsSchema.parse(await ask({ ...code, index: next, bytes }));
    [next] = answer.missing;
    sent += 1;
  }
  return sent;
}

/**
 * Runs a draft's code in a test runner. What one request does not carry goes ahead in parts, once for each execution
 * environment: the next test of the same code finds them there.
 * @throws AppError `upstream_failed` where the environments change faster than they can be filled.
 */
export async function runArtifact(
  ask: AskRunner,
  { zip, sha256, tenantId }: Code,
  request: Omit<TestRequest, "artifact">,
): Promise<TestAnswer> {
  if (zip.length <= partBytes)
    return testAnswerSchema.parse(await ask({ ...request, artifact: zip.toString("base64") }));
  const code = { sha256, parts: Math.ceil(zip.length / partBytes) };
  for (let sent = 0; sent < code.parts * mostTimes; ) {
    const answer = await ask({ ...request, artifact: code });
    const { data } = missingPartsSchema.safeParse(answer);
    if (!data) return testAnswerSchema.parse(answer);
    sent += await inTurn(tenantId, () => sendParts(ask, zip, code, data.missing));
  }
  throw new AppError("upstream_failed", "The code did not reach the place where tests run. Try again.");
}
