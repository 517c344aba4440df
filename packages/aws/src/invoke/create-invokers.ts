import { STSClient } from "@aws-sdk/client-sts";
import { type CellCredentials, keyFor } from "../cell-target.ts";
import { clientOptions } from "../client-options.ts";
import { type AssumedRole, assumeInvokeRole } from "./assume-invoke-role.ts";
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
import { isUnsent, retryUnsent } from "./retry-unsent.ts";
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
  forTenant(cell: InvokeCell, tenant: InvokeTenant): TenantInvoker | Promise<TenantInvoker>;
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

type Send = (driver: InvokeDriver, credentials: SessionCredentials) => Promise<InvokeOutput>;

/** Invokes; where the cell does not know the session any more, once with a new one. */
async function sendAnew(driver: InvokeDriver, slot: SessionSlot, by: Send): Promise<InvokeOutput> {
  const session = await slot.get();
  try {
    return await by(driver, session.credentials);
  } catch (error) {
    if (!isUnknownSession(error)) throw error;
    slot.drop(session);
    return by(driver, (await slot.get()).credentials);
  }
}

function tenantInvoker(driver: InvokeDriver, slot: SessionSlot, session: AssumedRole): TenantInvoker {
  /** Sends again what certainly did not run. */
  const resend = async (error: unknown, signal: AbortSignal, by: Send): Promise<InvokeOutput> => {
    if (isUnsent(error)) return retryUnsent(signal, () => sendAnew(driver, slot, by));
    if (!isUnknownSession(error)) throw error;
    slot.drop(session);
    return retryUnsent(signal, async () => by(driver, (await slot.get()).credentials));
  };
  const send = async (signal: AbortSignal, by: Send): Promise<InvokeOutput> => {
    try {
      return await by(driver, session.credentials);
    } catch (error) {
      return resend(error, signal, by).catch((failure) => {
        throw toCellError(failure, "Invoke");
      });
    }
  };
  return {
    invoke: (input) => send(input.signal, (by, credentials) => by.invoke(credentials, input)),
    invokeStreaming: (input, sink) =>
      send(input.signal, (by, credentials) => by.invokeStreaming(credentials, input, sink)),
  };
}

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
    forTenant(cell, tenant) {
      const slot = slotOf(cell, tenant);
      const session = slot.get();
      const { driver: open } = cellOf(cell);
      return session instanceof Promise
        ? session.then((fresh) => tenantInvoker(open, slot, fresh))
        : tenantInvoker(open, slot, session);
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
