import { logsChannel } from "@annex/contract";
import { type Listener, listen } from "@annex/db";
import { env } from "../env";

/** Called when lines of the tenant may have come. */
type Subscriber = () => void;

interface LogFeed {
  readonly byTenant: Map<string, Set<Subscriber>>;
  listener?: Promise<Listener>;
}

// see services.ts: one for the process, not one for each bundle
const slot = globalThis as typeof globalThis & { annexLogFeed?: LogFeed };

function feed(): LogFeed {
  slot.annexLogFeed ??= { byTenant: new Map() };
  return slot.annexLogFeed;
}

/** Calls `subscriber` whenever lines of the tenant were written, or may have been. The answer ends it. */
export async function subscribeToLogs(tenantId: string, subscriber: Subscriber): Promise<() => void> {
  const current = feed();
  current.listener ??= listen({
    url: env().DATABASE_URL,
    channels: [logsChannel],
    onNotification: (_, told) => {
      for (const each of feed().byTenant.get(told) ?? []) each();
    },
    onReconnect: () => {
      for (const group of feed().byTenant.values()) for (const each of group) each();
    },
  });
  await current.listener.catch((error) => {
    delete current.listener;
    throw error;
  });
  const group = current.byTenant.get(tenantId) ?? new Set();
  current.byTenant.set(tenantId, group.add(subscriber));
  return () => {
    group.delete(subscriber);
    if (group.size === 0 && current.byTenant.get(tenantId) === group) current.byTenant.delete(tenantId);
  };
}
