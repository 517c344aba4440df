import { type Progress, progressChannel, progressSchema } from "@annex/contract";
import { type Listener, listen } from "@annex/db";
import { env } from "../env";

type Subscriber = (progress: Progress | "reconnected") => void;

interface ProgressFeed {
  readonly subscribers: Set<Subscriber>;
  listener?: Promise<Listener>;
}

// see services.ts: one for the process, not one for each bundle
const slot = globalThis as typeof globalThis & { annexProgress?: ProgressFeed };

function feed(): ProgressFeed {
  slot.annexProgress ??= { subscribers: new Set() };
  return slot.annexProgress;
}

function tell(progress: Progress | "reconnected"): void {
  for (const subscriber of feed().subscribers) subscriber(progress);
}

function parsePayload(payload: string): void {
  const parsed = progressSchema.safeParse(JSON.parse(payload));
  if (parsed.success) tell(parsed.data);
}

/**
 * Calls `subscriber` whenever a deployment or test run moved on, and with `reconnected` when some moves may have been
 * missed. Resolves once it listens; the answer ends the subscription.
 */
export async function subscribeToProgress(subscriber: Subscriber): Promise<() => void> {
  const current = feed();
  current.listener ??= listen({
    url: env().DATABASE_URL,
    channels: [progressChannel],
    onNotification: (_channel, payload) => parsePayload(payload),
    onReconnect: () => tell("reconnected"),
  });
  await current.listener.catch((error) => {
    delete current.listener;
    throw error;
  });
  current.subscribers.add(subscriber);
  return () => current.subscribers.delete(subscriber);
}
