import { changeSchema, changesChannel } from "@annex/contract";
import { type Db, type Listener, listen } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { loadPointTargets, loadTarget, type PointTargets, type Target } from "./load-target.ts";
import { loadTenant, type TenantState } from "./load-tenant.ts";
import { TenantCache } from "./tenant-cache.ts";

/** What the data plane looks up on its way; in memory, and right within a moment of any change. */
export interface Directory {
  tenant(tenantId: string): Promise<TenantState>;
  target(tenantId: string, functionName: string): Promise<Target>;
  pointTargets(tenantId: string, key: string): Promise<PointTargets>;
  /** How often the database was asked. */
  readonly loads: () => number;
  close(): Promise<void>;
}

interface DirectoryOptions {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly masterKey: MasterKey;
  readonly onError: (error: unknown) => void;
}

/** Opens the directory and keeps it true: PostgreSQL tells of every change, and a lost connection empties it. */
export async function createDirectory({ db, databaseUrl, masterKey, onError }: DirectoryOptions): Promise<Directory> {
  const tenants = new TenantCache<TenantState>((tenantId) => loadTenant(db, tenantId));
  const targets = new TenantCache<Target>((tenantId, name) => loadTarget(db, masterKey, tenantId, name));
  const points = new TenantCache<PointTargets>((tenantId, key) => loadPointTargets(db, masterKey, tenantId, key));
  const caches = [tenants, targets, points];
  const clear = () => {
    for (const cache of caches) cache.clear();
  };
  const onNotification = (_: string, payload: string) => {
    const change = changeSchema.safeParse(JSON.parse(payload));
    if (!change.success || change.data.tenantId === null) return clear();
    for (const cache of caches) cache.drop(change.data.tenantId);
  };
  const listener: Listener = await listen({
    url: databaseUrl,
    channels: [changesChannel],
    onNotification,
    onReconnect: clear,
    onError(error) {
      clear(); // while nobody tells us of changes nothing is believed for longer than one call
      onError(error);
    },
  });
  return {
    tenant: (tenantId) => tenants.get(tenantId),
    target: (tenantId, name) => targets.get(tenantId, name),
    pointTargets: (tenantId, key) => points.get(tenantId, key),
    loads: () => caches.reduce((sum, cache) => sum + cache.loads, 0),
    close: () => listener.close(),
  };
}
