import {
  changeSchema,
  changesChannel,
  signingKeysChannel,
  type TenantUsage,
  usageChannel,
  usageNoticeSchema,
} from "@annex/contract";
import { type Db, type Listener, listen, orDatabaseAway } from "@annex/db";
import type { MasterKey } from "@annex/envelope";
import { Freshness } from "./freshness.ts";
import { loadPointTargets, type PointTargets } from "./load-point-targets.ts";
import { loadTarget, loadTargetById, type Target } from "./load-target.ts";
import { loadTenant, type TenantState } from "./load-tenant.ts";
import { TenantCache } from "./tenant-cache.ts";

/**
 * What the data plane looks up on its way; in memory, and right within a second of any change. What is in memory is
 * given at once, without a promise.
 */
export interface Directory {
  tenant(tenantId: string): TenantState | Promise<TenantState>;
  target(tenantId: string, functionName: string): Target | Promise<Target>;
  targetById(tenantId: string, functionId: string): Target | Promise<Target>;
  pointTargets(tenantId: string, key: string): PointTargets | Promise<PointTargets>;
  /** How often the database was asked. */
  readonly loads: () => number;
  /** True while changes are told of: what is in memory is right. */
  readonly isTold: () => boolean;
  close(): Promise<void>;
}

interface DirectoryOptions {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly masterKey: MasterKey;
  readonly onError: (error: unknown) => void;
  /** What a tenant used today, of all processes together, as they record it. */
  readonly onUsage?: (tenantId: string, usage: TenantUsage) => void;
  /** Identity's signing keys changed, or may have. */
  readonly onKeys?: () => void;
  /** Milliseconds for which what is in memory is believed while the database is away. */
  readonly lifeMs?: number;
}

/** A loss of the connection that nobody tells of is found after two of these at the latest. */
const heartbeatMs = 400;
const defaultLifeMs = 30_000;

/**
 * Opens the directory and keeps it true: PostgreSQL tells of every change. While its connection is lost what is in
 * memory is believed for `lifeMs`, then refused; when it is back everything is looked up again.
 */
export async function createDirectory(options: DirectoryOptions): Promise<Directory> {
  const { db, databaseUrl, masterKey, onError, lifeMs = defaultLifeMs } = options;
  const ctx = { db, masterKey };
  const tenants = new TenantCache<TenantState>(async (tenantId) => {
    const state = await loadTenant(db, tenantId);
    options.onUsage?.(tenantId, state.usage);
    return state;
  });
  const targets = new TenantCache<Target>((tenantId, name) => loadTarget(ctx, { tenantId, name }));
  const targetsById = new TenantCache<Target>((tenantId, id) => loadTargetById(ctx, { tenantId, functionId: id }));
  const points = new TenantCache<PointTargets>((tenantId, key) => loadPointTargets(ctx, { tenantId, key }));
  const caches = [tenants, targets, targetsById, points];
  const freshness = new Freshness(lifeMs);
  const clear = () => {
    for (const cache of caches) cache.clear();
  };
  const onUsage = (payload: string) => {
    const { data: notice } = usageNoticeSchema.safeParse(JSON.parse(payload));
    if (notice) options.onUsage?.(notice.tenantId, notice);
  };
  const onNotification = (channel: string, payload: string) => {
    if (channel === usageChannel) return onUsage(payload);
    if (channel === signingKeysChannel) return options.onKeys?.();
    const change = changeSchema.safeParse(JSON.parse(payload));
    if (!change.success || change.data.tenantId === null) return clear();
    for (const cache of caches) cache.drop(change.data.tenantId);
  };
  const listener: Listener = await listen({
    url: databaseUrl,
    channels: [changesChannel, usageChannel, signingKeysChannel],
    heartbeatMs,
    onNotification,
    onLost: () => freshness.lose(),
    onReconnect() {
      clear();
      options.onKeys?.();
      freshness.regain();
    },
    onError,
  });
  const look = <T extends object>(cache: TenantCache<T>, tenantId: string, key?: string): T | Promise<T> => {
    freshness.check();
    const found = cache.get(tenantId, key);
    return found instanceof Promise ? found.catch((error) => Promise.reject(orDatabaseAway(error))) : found;
  };
  return {
    tenant: (tenantId) => look(tenants, tenantId),
    target: (tenantId, name) => look(targets, tenantId, name),
    targetById: (tenantId, id) => look(targetsById, tenantId, id),
    pointTargets: (tenantId, key) => look(points, tenantId, key),
    loads: () => caches.reduce((sum, cache) => sum + cache.loads, 0),
    isTold: () => freshness.isTold,
    close: () => listener.close(),
  };
}
