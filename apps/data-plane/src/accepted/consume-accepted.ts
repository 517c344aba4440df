import { runsChannel } from "@annex/contract";
import { jobSchemas } from "@annex/control-plane";
import { listen } from "@annex/db";
import { PgBoss } from "pg-boss";
import type { Services } from "../services.ts";
import { runAccepted } from "./run-accepted.ts";
import { createRunSlots, type RunSlots } from "./run-slots.ts";

export interface AcceptedConsumer {
  /** Takes no more and waits for what runs, at most the given time: the rest is run by another process. */
  close(timeoutMs: number): Promise<void>;
}

interface ConsumeOptions {
  readonly databaseUrl: string;
  /** Accepted invocations that this process runs at once; one tenant's at most three quarters of them. */
  readonly atOnce: number;
}

const queue = "run-invocation";
/** Runs that come due later, such as the next after a failure, are told by nobody. */
const lookEveryMs = 500;

async function openQueue(url: string, onError: (error: unknown) => void): Promise<PgBoss> {
  const quiet = { migrate: false, createSchema: false, supervise: false, schedule: false } as const;
  const boss = new PgBoss({ connectionString: url, max: 4, ...quiet });
  boss.on("error", onError);
  await boss.start();
  return boss;
}

/** Starts the next run where there is one and a place for it. @returns whether there may be more. */
async function startNext(services: Services, boss: PgBoss, slots: RunSlots): Promise<boolean> {
  if (!slots.isFree()) return false;
  const [job] = await boss.fetch(queue, { ignoreGroups: slots.fullGroups() });
  if (!job) return false;
  const { tenantId, invocationId } = jobSchemas[queue].parse(job.data);
  slots.run(tenantId, async () => {
    await runAccepted(services, tenantId, invocationId);
    await boss.complete(queue, job.id);
  });
  return true;
}

/** Runs accepted invocations as they come due: told by LISTEN within milliseconds, by looking as the net. */
export async function consumeAccepted(
  services: Services,
  { databaseUrl, atOnce }: ConsumeOptions,
): Promise<AcceptedConsumer> {
  const { onError } = services;
  const boss = await openQueue(databaseUrl, onError);
  let looking: Promise<void> | undefined;
  let again = false;
  let closed = false;

  const lookOnce = async () => {
    again = false;
    while (!closed && (await startNext(services, boss, slots)));
  };
  const look = () => {
    again = true;
    if (closed || looking) return;
    looking = lookOnce()
      .catch(onError)
      .finally(() => {
        looking = undefined;
        if (again) look();
      });
  };
  const slots = createRunSlots({ atOnce, onFree: look, onError });
  const listener = await listen({
    url: databaseUrl,
    channels: [runsChannel],
    onNotification: look,
    onReconnect: look,
    onError,
  });
  const timer = setInterval(look, lookEveryMs);
  return {
    async close(timeoutMs) {
      closed = true;
      clearInterval(timer);
      await listener.close();
      await looking;
      await slots.settle(timeoutMs);
      await boss.stop({ graceful: false });
    },
  };
}
