import type { InvokeSink, TenantInvoker } from "@annex/aws";
import { createScrubber, type Target } from "@annex/invocation";
import { ChunkTexts } from "../streaming/chunk-texts.ts";
import type { EventReply } from "../streaming/event-reply.ts";
import { type Answer, failedAnswer, type Invocation, invokeWith, withResult } from "./invoke.ts";

/** As much of what a function writes as its field mapping looks at. */
const mappedBytes = 1_048_576;

/** What a function writes, kept for the field mapping where there is one and while it is small enough. */
class Kept {
  readonly #chunks: Buffer[] = [];
  readonly #target: Target;
  readonly #isWanted: boolean;
  #bytes = 0;

  constructor(target: Target) {
    this.#target = target;
    this.#isWanted = target.mapping.outputs.length > 0;
  }

  add(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (!this.#isWanted) return;
    if (this.#bytes <= mappedBytes) this.#chunks.push(chunk);
    else this.#chunks.length = 0;
  }

  /** The answer with the function's result; one that sets fields has to be small enough to be read whole. */
  inAnswer(answer: Answer): Answer {
    if (answer.outcome !== "success" || !this.#isWanted) return answer;
    if (this.#bytes <= mappedBytes) return withResult(answer, this.#target, Buffer.concat(this.#chunks).toString());
    const message = "The function wrote more than 1 MB. A streamed result that sets fields has to be smaller.";
    const { requestId, report } = answer;
    return { ...failedAnswer("function_error", "Mapping.Output", message), requestId, report };
  }
}

/** Hands on what a function writes, without the secrets that it was handed. */
function sinkTo(stream: EventReply, { target, invocationId, correlation }: Invocation, kept: Kept) {
  const secrets = createScrubber(target.credentials).stream();
  const texts = new ChunkTexts();
  const { functionName, releaseNumber: release } = target;
  const told = { invocationId, correlationId: correlation.correlationId, function: functionName, release };
  const begun = { promise: Promise.resolve() };
  const send = async (chunk: ReturnType<ChunkTexts["push"]>) => {
    if (chunk) await stream.send({ type: "chunk", ...chunk });
  };
  const sink: InvokeSink = {
    begin() {
      begun.promise = stream.send({ type: "started", ...told });
    },
    async chunk(bytes) {
      await begun.promise;
      kept.add(bytes);
      await send(texts.push(secrets.push(bytes)));
    },
  };
  return {
    sink,
    async end() {
      await send(texts.push(secrets.end()));
      await send(texts.end());
    },
  };
}

/**
 * Invokes as `invoke` does and hands on what the function writes while it writes it.
 * @throws AppError when the cell refused or failed, before the first byte or half-way.
 */
export async function invokeStreaming(
  invoker: TenantInvoker,
  invocation: Invocation,
  stream: EventReply,
): Promise<Answer> {
  const kept = new Kept(invocation.target);
  const { sink, end } = sinkTo(stream, invocation, kept);
  const answer = await invokeWith(invocation, (input) => invoker.invokeStreaming(input, sink));
  await end();
  return kept.inAnswer(answer);
}
