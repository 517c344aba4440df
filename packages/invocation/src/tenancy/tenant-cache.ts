/** Values by tenant and key, loaded once however many ask, dropped together when the tenant changes. */
export class TenantCache<T extends object> {
  readonly #byTenant = new Map<string, Map<string, T | Promise<T>>>();
  readonly #load: (tenantId: string, key: string) => Promise<T>;
  #loads = 0;

  constructor(load: (tenantId: string, key: string) => Promise<T>) {
    this.#load = load;
  }

  /** How often something was loaded. */
  get loads(): number {
    return this.#loads;
  }

  /** The value itself where it is there: nobody waits for what is known. */
  get(tenantId: string, key = ""): T | Promise<T> {
    const entries = this.#byTenant.get(tenantId) ?? new Map<string, T | Promise<T>>();
    this.#byTenant.set(tenantId, entries);
    const known = entries.get(key);
    if (known) return known;
    this.#loads += 1;
    const loading = this.#load(tenantId, key);
    entries.set(key, loading);
    const isThere = () => entries.get(key) === loading;
    loading.then(
      (value) => isThere() && entries.set(key, value),
      () => isThere() && entries.delete(key), // a failure is never remembered
    );
    return loading;
  }

  drop(tenantId: string): void {
    this.#byTenant.delete(tenantId);
  }

  clear(): void {
    this.#byTenant.clear();
  }
}
