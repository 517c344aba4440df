import type { Dispatcher } from "undici";

export interface WholeAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/**
 * Sends a request and waits for its whole answer, without a stream between: that costs more than all the rest of
 * sending it. Rejects with what the network said, or with the signal's reason once it is aborted.
 */
export function exchange(
  pool: Dispatcher,
  request: Dispatcher.DispatchOptions,
  signal: AbortSignal,
): Promise<WholeAnswer> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    let controller: Dispatcher.DispatchController | undefined;
    let statusCode = 0;
    let headers: WholeAnswer["headers"] = {};
    const chunks: Buffer[] = [];
    const give = () => {
      reject(signal.reason);
      controller?.abort(signal.reason);
    };
    const over = () => signal.removeEventListener("abort", give);
    signal.addEventListener("abort", give);
    pool.dispatch(request, {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) started.abort(signal.reason); // while it waited for a connection
      },
      onResponseStart(_, status, given) {
        statusCode = status;
        headers = given;
      },
      onResponseData(_, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        over();
        const [only] = chunks;
        const text = (chunks.length === 1 && only ? only : Buffer.concat(chunks)).toString();
        resolve({ statusCode, headers, text });
      },
      onResponseError(_, error) {
        over();
        reject(error);
      },
    });
  });
}
