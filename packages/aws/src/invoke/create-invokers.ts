import { STSClient } from "@aws-sdk/client-sts";
import { type CellCredentials, keyFor } from "../cell-target.ts";
import { clientOptions } from "../client-options.ts";
import { assumeInvokeRole } from "./assume-invoke-role.ts";
import type { InvokeCell, InvokeTenant } from "./invoke-cell.ts";
import type {
  InvokeDriver,
  InvokeDriverName,
  InvokeInput,
  InvokeOutput,
  InvokeSink,
  SessionCredentials,
} from "./invoke-driver.ts";
import { createLeanDriver } from "./lean-driver.ts";
import { retryUnsent } from "./retry-unsent.ts";
import { createSdkDriver } from "./sdk-driver.ts";
import { sessionPolicy } from "./session-policy.ts";
import { SessionSlot } from "./session-slot.ts";
import { toCellError } from "./to-cell-error.ts";

/** Invokes one tenant's functions: the cell refuses every other. */
export interface TenantInvoker {
  /** Lambda's Invoke. @throws AppError when Lambda itself refused or failed; a failing handler is an answer. */
  invoke(input: InvokeInput): Promise<InvokeOutput>;
  /** Lambda's InvokeWithResponseStream: the answer goes to `sink`. @throws AppError as `invoke`, also half-way. */
  invokeStreaming(input: InvokeInput, sink: InvokeSink): Promise<InvokeOutput>;
}

export interface Invokers {
  /** An invoker for this tenant's functions and nothing else; its STS session is renewed in time. */
  forTenant(cell: InvokeCell, tenant: InvokeTenant): Promise<TenantInvoker>;
  /** How often STS was asked. */
  readonly stsCalls: () => number;
  close(): void;
}

export interface InvokersOptions {
  /** Of the engine; AWS's own chain gives those of a cell of AWS. */
  readonly credentials: CellCredentials | undefined;
  readonly driver?: InvokeDriverName;
  readonly now?: () => number;
  /** What a session may do: one tenant's functions. Another policy is for tests of the layers beside it. */
  readonly policy?: (cell: InvokeCell, tenant: InvokeTenant) => string;
}

interface OpenCell {
  readonly sts: STSClient;
  readonly driver: InvokeDriver;
}

const drivers: Readonly<Record<InvokeDriverName, (cell: InvokeCell) => InvokeDriver>> = {
  lean: createLeanDriver,
  sdk: createSdkDriver,
};
/** The cell does not know the session (any more): nothing ran. */
const unknownSession = new Set(["ExpiredTokenException", "UnrecognizedClientException"]);

const isUnknownSession = (error: unknown) => error instanceof Error && unknownSession.has(error.name);

/** Tenant-scoped invokers of every cell: one session for each tenant, one renewal at a time. */
export function createInvokers(options: InvokersOptions): Invokers {
  const { credentials, driver = "lean", now = Date.now, policy = sessionPolicy } = options;
  const cells = new Map<string, OpenCell>();
  const slots = new Map<string, SessionSlot>();
  let stsCalls = 0;

  const openCell = (cell: InvokeCell): OpenCell => {
    const sts = new STSClient({ ...clientOptions(cell, { requestTimeoutMs: 5000 }), ...keyFor(cell, credentials) });
    return { sts, driver: drivers[driver](cell) };
  };

  const cellOf = (cell: InvokeCell): OpenCell => {
    const name = `${cell.id} ${cell.endpoint}`;
    const open = cells.get(name) ?? openCell(cell);
    cells.set(name, open);
    return open;
  };

  const slotOf = (cell: InvokeCell, tenant: InvokeTenant): SessionSlot => {
    const name = `${cell.id} ${cell.endpoint} ${tenant.id}`;
    const assume = () => {
      stsCalls += 1;
      return assumeInvokeRole(cellOf(cell).sts, { cell, tenant, policy: policy(cell, tenant) });
    };
    const slot = slots.get(name) ?? new SessionSlot(assume, now);
    slots.set(name, slot);
    return slot;
  };

  return {
    async forTenant(cell, tenant) {
      const slot = slotOf(cell, tenant);
      const session = await slot.get();
      type Send = (driver: InvokeDriver, credentials: SessionCredentials) => Promise<InvokeOutput>;
      const send = async (by: Send): Promise<InvokeOutput> => {
        const open = cellOf(cell);
        try {
          return await by(open.driver, session.credentials);
        } catch (error) {
          if (!isUnknownSession(error)) throw error;
          slot.drop(session);
          return by(open.driver, (await slot.get()).credentials);
        }
      };
      const sendSafely = (signal: AbortSignal, by: Send) =>
        retryUnsent(signal, () => send(by)).catch((error) => {
          throw toCellError(error, "Invoke");
        });
      return {
        invoke: (input) => sendSafely(input.signal, (driver, session) => driver.invoke(session, input)),
        invokeStreaming: (input, sink) =>
          sendSafely(input.signal, (driver, session) => driver.invokeStreaming(session, input, sink)),
      };
    },
    stsCalls: () => stsCalls,
    close() {
      for (const { sts, driver: open } of cells.values()) {
        sts.destroy();
        open.close();
      }
    },
  };
}
