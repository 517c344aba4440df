import { z } from "zod";
import { own } from "../own.ts";
import type { Store } from "../store/store.ts";
import { type Aggregate, addAggregate, addValue, aggregateSchema, emptyAggregate } from "./aggregate.ts";
import { scopeOf } from "./scope.ts";

export const minuteMs = 60_000;
const writeMs = 200;
const retryMs = 1000;

/** What AWS/Lambda knows and the engine measures, with CloudWatch's units. */
export const metricUnits = {
  Invocations: "Count",
  Errors: "Count",
  Throttles: "Count",
  Duration: "Milliseconds",
  ConcurrentExecutions: "Count",
  UnreservedConcurrentExecutions: "Count",
  AsyncEventsReceived: "Count",
  AsyncEventAge: "Milliseconds",
  AsyncEventsDropped: "Count",
  DestinationDeliveryFailures: "Count",
} as const;
export type MetricName = keyof typeof metricUnits;
export type Values = Partial<Record<MetricName, number>>;

const minuteSchema = z.record(z.string(), aggregateSchema);
type Minute = z.infer<typeof minuteSchema>;

/** Whose values these are. `qualifier` is what the caller named, `executedVersion` what an alias with weights chose. */
export interface Measured {
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly executedVersion?: string;
}

const knownScopes = new Map<string, readonly string[]>();
const maxKnownScopes = 10_000;

function makeScopes({ functionName, qualifier, executedVersion }: Measured): string[] {
  const name = { Name: "FunctionName", Value: functionName };
  const resource = { Name: "Resource", Value: qualifier ? `${functionName}:${qualifier}` : functionName };
  const scopes = [scopeOf([name]), scopeOf([name, resource])];
  if (executedVersion === undefined) return scopes;
  return [...scopes, scopeOf([name, resource, { Name: "ExecutedVersion", Value: executedVersion }])];
}

/** Made once for each: this is on the way of every invocation. */
function scopesOf(measured: Measured): readonly string[] {
  const key = `${measured.functionName}:${measured.qualifier ?? ""}:${measured.executedVersion ?? ""}`;
  const known = knownScopes.get(key);
  if (known) return known;
  if (knownScopes.size >= maxKnownScopes) knownScopes.clear();
  const scopes = makeScopes(measured);
  knownScopes.set(key, scopes);
  return scopes;
}

interface OpenMinute {
  readonly scope: string;
  readonly minute: number;
  readonly values: Minute;
  isDirty: boolean;
}

/** What was counted of one minute and is not yet among its scopes. */
interface Counted {
  readonly minute: number;
  readonly values: Minute;
}

/** A metric's aggregate, which is made where it is missing. */
function aggregateOf(values: Minute, metric: string): Aggregate {
  const known = values[metric];
  if (known !== undefined) return known;
  const made = emptyAggregate();
  values[metric] = made;
  return made;
}

/** The account's own values belong to no function. */
const accountScopes: readonly string[] = [""];

/**
 * The metrics of AWS/Lambda by minute: counted in memory, on the disk a fifth of a second later (which is what a kill -9
 * may cost), kept for fifteen days.
 */
export class Metrics {
  readonly #store: Store;
  /** By the scopes of a function, which are one array for all its invocations. */
  readonly #counted = new Map<readonly string[], Counted>();
  readonly #open = new Map<string, OpenMinute>();
  readonly #names = new Map<string, { readonly scope: string; readonly metric: string; readonly last: number }>();
  #timer: NodeJS.Timeout | undefined;
  #nextSweep = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Counts values at a time (epoch milliseconds) for the function, its resource and the account, which may have values
   * of its own.
   */
  add(measured: Measured, values: Values, at: number, ofAccount?: Values): void {
    const minute = at - (at % minuteMs);
    this.#count(scopesOf(measured), minute, values);
    if (ofAccount !== undefined) this.#count(accountScopes, minute, ofAccount);
    this.#timer ??= setTimeout(() => this.#writeSoon(), writeMs);
  }

  /** On the way of every invocation: counted once here, and for each of its scopes when they are written down. */
  #count(scopes: readonly string[], minute: number, values: Values): void {
    let counted = this.#counted.get(scopes);
    if (counted?.minute !== minute) {
      if (counted) this.#spread(scopes, counted);
      counted = { minute, values: {} };
      this.#counted.set(scopes, counted);
    }
    for (const metric in values) {
      const value = own<number>(values, metric);
      if (value !== undefined) addValue(aggregateOf(counted.values, metric), value);
    }
  }

  #spreadAll(): void {
    for (const [scopes, counted] of this.#counted) this.#spread(scopes, counted);
    this.#counted.clear();
  }

  #spread(scopes: readonly string[], { minute, values }: Counted): void {
    for (const scope of scopes) this.#addTo(scope, minute, values);
    if (scopes === accountScopes) return;
    // How much of the account runs is counted by itself: the sum of its functions' maxima is not it.
    const { ConcurrentExecutions: _, ...ofAccount } = values;
    this.#addTo("", minute, ofAccount);
  }

  #addTo(scope: string, minute: number, values: Minute): void {
    const open = this.#minute(scope, minute);
    open.isDirty = true;
    for (const [metric, aggregate] of Object.entries(values)) {
      if (open.values[metric] === undefined) this.#names.set(`${scope}\n${metric}`, { scope, metric, last: minute });
      addAggregate(aggregateOf(open.values, metric), aggregate);
    }
  }

  #minute(scope: string, minute: number): OpenMinute {
    const key = `${minute}\n${scope}`;
    const known = this.#open.get(key);
    if (known) return known;
    const before = this.#store.metrics.find(scope, minute);
    const values: Minute = before === undefined ? {} : minuteSchema.parse(JSON.parse(before));
    const open = { scope, minute, values, isDirty: false };
    this.#open.set(key, open);
    return open;
  }

  /** What could not be written is still here, and is tried again. */
  #writeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#spreadAll();
    const dirty = [...this.#open.values()].filter(({ isDirty }) => isDirty);
    const names = [...this.#names.values()];
    if (dirty.length === 0) return;
    for (const open of dirty) open.isDirty = false;
    this.#names.clear();
    const rows = dirty.map(({ scope, minute, values }) => ({ scope, minute, json: JSON.stringify(values) }));
    this.#store.commits
      .soon(() => this.#store.metrics.put(rows, names))
      .then(
        () => this.#forgetOld(),
        () => {
          for (const open of dirty) open.isDirty = true;
          for (const name of names) this.#names.set(`${name.scope}\n${name.metric}`, name);
          this.#timer ??= setTimeout(() => this.#writeSoon(), retryMs);
        },
      );
  }

  #forgetOld(): void {
    const now = Date.now();
    for (const [key, { minute, isDirty }] of this.#open) {
      if (!isDirty && minute + 2 * minuteMs < now) this.#open.delete(key);
    }
    if (now < this.#nextSweep) return;
    this.#nextSweep = now + 3_600_000;
    this.#store.commits.later(() => this.#store.metrics.forgetOld(now));
  }

  #flush(): void {
    this.#writeSoon();
    this.#store.commits.settle();
  }

  /** One metric of a scope by minute, oldest first. `from` is included, `to` is not. */
  read(scope: string, metric: string, from: number, to: number): { minute: number; aggregate: Aggregate }[] {
    this.#flush();
    return this.#store.metrics.read(scope, from, to).flatMap(({ minute, json }) => {
      const aggregate = minuteSchema.parse(JSON.parse(json))[metric];
      return aggregate ? [{ minute, aggregate }] : [];
    });
  }

  /** Every metric of every scope that was measured since a time. */
  names(since: number): { readonly scope: string; readonly metric: string }[] {
    this.#flush();
    return this.#store.metrics.names(since);
  }

  /** Hands what was counted to the store, whose own end writes it down. */
  close(): void {
    this.#writeSoon();
    clearTimeout(this.#timer);
  }
}
