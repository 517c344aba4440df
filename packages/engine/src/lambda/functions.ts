import { randomUUID } from "node:crypto";
import { notFound } from "../http/aws-error.ts";
import { own } from "../own.ts";
import type { Store } from "../store/store.ts";
import { type Configuration, type FunctionDocument, functionSchema } from "./function-document.ts";

export interface Account {
  readonly accountId: string;
  readonly region: string;
}

/** Lambda's own short asynchronous step: callers that do not wait are found out. */
const defaultSettleMs = 30;
const settleAgainMs = 1000;

/** Every function of the account, in memory and on the disk. */
export class Functions {
  readonly #store: Store;
  readonly #account: Account;
  readonly #onError: (error: unknown) => void;
  readonly #settleMs: number;
  readonly #byName = new Map<string, FunctionDocument>();
  readonly #settling = new Set<NodeJS.Timeout>();
  #reserved = 0;

  /** `onError` hears of a state that could not be settled yet. */
  constructor(store: Store, account: Account, onError: (error: unknown) => void, settleMs = defaultSettleMs) {
    this.#settleMs = settleMs;
    this.#store = store;
    this.#account = account;
    this.#onError = onError;
    for (const text of store.all("function")) this.#adopt(functionSchema.parse(JSON.parse(text)));
  }

  #adopt(document: FunctionDocument): void {
    this.#keep(document);
    if (document.state === "Pending" || document.lastUpdate === "InProgress") this.settleLater(document.name);
  }

  #keep(document: FunctionDocument): void {
    const before = this.#byName.get(document.name)?.reservedConcurrency ?? 0;
    this.#reserved += (document.reservedConcurrency ?? 0) - before;
    this.#byName.set(document.name, document);
  }

  /** Concurrency that functions keep for themselves, all together. */
  reserved(): number {
    return this.#reserved;
  }

  arn(name: string, qualifier?: string): string {
    const { region, accountId } = this.#account;
    return `arn:aws:lambda:${region}:${accountId}:function:${name}${qualifier ? `:${qualifier}` : ""}`;
  }

  /** The engine's own name of a language runtime: Lambda's has a hash there. */
  runtimeArn(runtime: string): string {
    return `arn:aws:lambda:${this.#account.region}::runtime:annex-${runtime}`;
  }

  find(name: string): FunctionDocument | undefined {
    return this.#byName.get(name);
  }

  /** @throws AwsError `ResourceNotFoundException`, with AWS's text. */
  load(name: string, qualifier?: string): FunctionDocument {
    const found = this.#byName.get(name);
    if (!found) throw notFound(`Function not found: ${this.arn(name, qualifier)}`);
    return found;
  }

  all(): FunctionDocument[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Every CodeSha256 that a configuration names. */
  codeInUse(): Set<string> {
    const configurations = this.all().flatMap(({ latest, versions }) => [latest, ...Object.values(versions)]);
    return new Set(
      configurations.flatMap(({ codeSha256, layers }) => [codeSha256, ...layers.map((layer) => layer.codeSha256)]),
    );
  }

  save(document: FunctionDocument): FunctionDocument {
    this.#store.put("function", document.name, document);
    this.#keep(document);
    return document;
  }

  remove(name: string): void {
    this.#store.remove("function", name);
    this.#reserved -= this.#byName.get(name)?.reservedConcurrency ?? 0;
    this.#byName.delete(name);
  }

  /** Ends `Pending` and `InProgress` a moment later. The revision changes with the state, as Lambda's does. */
  settleLater(name: string, delayMs = this.#settleMs): void {
    const timer = setTimeout(() => {
      this.#settling.delete(timer);
      try {
        this.#settle(name);
      } catch (error) {
        this.#onError(error); // a full disk: the state stays what it is until there is room
        this.settleLater(name, settleAgainMs);
      }
    }, delayMs);
    this.#settling.add(timer);
  }

  #settle(name: string): void {
    const document = this.#byName.get(name);
    if (!document || (document.state !== "Pending" && document.lastUpdate !== "InProgress")) return;
    const latest = { ...document.latest, revisionId: randomUUID() };
    this.save({ ...document, state: "Active", lastUpdate: "Successful", latest });
  }

  /** The configuration that a version number or `$LATEST` names. @throws AwsError `ResourceNotFoundException`. */
  version(document: FunctionDocument, version: string): Configuration {
    const found = version === "$LATEST" ? document.latest : own(document.versions, version);
    if (!found) throw notFound(`Function not found: ${this.arn(document.name, version)}`);
    return found;
  }

  close(): void {
    for (const timer of this.#settling) clearTimeout(timer);
  }
}
