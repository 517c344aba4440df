import { NodeHttpHandler } from "@smithy/node-http-handler";
import type { CellTarget } from "./cell-target.ts";

interface HttpLimits {
  readonly requestTimeoutMs: number;
  readonly maxSockets?: number;
}

/** What every client of a cell is made with: the cell's address, bounded waiting, kept connections. */
export function clientOptions(cell: CellTarget, { requestTimeoutMs, maxSockets = 50 }: HttpLimits) {
  return {
    region: cell.region,
    ...(cell.endpoint === null ? {} : { endpoint: cell.endpoint }),
    requestHandler: new NodeHttpHandler({
      connectionTimeout: 3000,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets },
      httpsAgent: { keepAlive: true, maxSockets },
    }),
  };
}
