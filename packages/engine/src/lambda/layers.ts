import { z } from "zod";
import { AwsError, invalidParameter, notFound } from "../http/aws-error.ts";
import { type ResourceStatement, resourcePolicySchema } from "../iam/resource-policy.ts";
import { own } from "../own.ts";
import type { Store } from "../store/store.ts";
import type { LayerReference } from "./function-document.ts";
import type { Account } from "./functions.ts";

const layerVersionSchema = z.object({
  version: z.number(),
  description: z.string(),
  createdAt: z.number(),
  codeSha256: z.string(),
  codeSize: z.number(),
  compatibleRuntimes: z.array(z.string()).optional(),
  compatibleArchitectures: z.array(z.string()).optional(),
  licenseInfo: z.string().optional(),
  policy: resourcePolicySchema.optional(),
});
export type LayerVersion = z.infer<typeof layerVersionSchema>;

const layerSchema = z.object({
  name: z.string(),
  /** Never used twice, even when every version was deleted. */
  nextVersion: z.number(),
  versions: z.record(z.string(), layerVersionSchema),
});
export type Layer = z.infer<typeof layerSchema>;

const nameOrArn =
  /^(?:arn:aws[a-z-]*:lambda:(?<region>[a-z0-9-]+):(?<account>\d{12}):layer:)?(?<name>[a-zA-Z0-9_-]{1,140})(?::(?<version>\d{1,10}))?$/;

/** Every layer of the account, in memory and on the disk. */
export class Layers {
  readonly #store: Store;
  readonly #account: Account;
  readonly #byName = new Map<string, Layer>();

  constructor(store: Store, account: Account) {
    this.#store = store;
    this.#account = account;
    for (const text of store.all("layer")) {
      const layer = layerSchema.parse(JSON.parse(text));
      this.#byName.set(layer.name, layer);
    }
  }

  arn(name: string, version?: number | string): string {
    const { region, accountId } = this.#account;
    return `arn:aws:lambda:${region}:${accountId}:layer:${name}${version === undefined ? "" : `:${version}`}`;
  }

  /** A layer as callers name it: its name or ARN, with the version's number or without. @throws AwsError. */
  parse(text: string): { readonly name: string; readonly version: string | undefined } {
    const { region, account, name, version } = nameOrArn.exec(text)?.groups ?? {};
    const isHere =
      (region ?? this.#account.region) === this.#account.region &&
      (account ?? this.#account.accountId) === this.#account.accountId;
    if (!name || !isHere) {
      throw new AwsError(
        "ValidationException",
        400,
        `1 validation error detected: Value '${text.slice(0, 200)}' at 'layerName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${nameOrArn.source}`,
      );
    }
    return { name, version };
  }

  all(): Layer[] {
    return [...this.#byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(name: string): Layer | undefined {
    return this.#byName.get(name);
  }

  /** @throws AwsError `ResourceNotFoundException`, with AWS's text. */
  load(name: string, version: string): LayerVersion {
    const found = own(this.#byName.get(name)?.versions, version);
    if (!found) throw notFound("The resource you requested does not exist.");
    return found;
  }

  publish(name: string, wanted: Omit<LayerVersion, "version">): LayerVersion {
    const before = this.#byName.get(name) ?? { name, nextVersion: 1, versions: {} };
    const version = { ...wanted, version: before.nextVersion };
    const versions = { ...before.versions, [version.version]: version };
    this.#save({ name, nextVersion: before.nextVersion + 1, versions });
    return version;
  }

  /** Keeps another policy of a version, or none. */
  setPolicy(name: string, version: LayerVersion, policy: LayerVersion["policy"]): void {
    const layer = this.#byName.get(name);
    if (!layer) return;
    const { policy: _, ...rest } = version;
    const changed = policy === undefined ? rest : { ...rest, policy };
    this.#save({ ...layer, versions: { ...layer.versions, [version.version]: changed } });
  }

  /** What a version's own policy says, where there is one. */
  policy(name: string, version: string | undefined): readonly ResourceStatement[] {
    return own(this.#byName.get(name)?.versions, version)?.policy?.statements ?? [];
  }

  /** Functions that use the version keep it; nobody else can take it any more. */
  remove(name: string, version: string): void {
    const layer = this.#byName.get(name);
    if (!layer) return;
    const { [version]: _, ...versions } = layer.versions;
    this.#save({ ...layer, versions });
  }

  /** What a function's configuration keeps of the layers that it names. @throws AwsError `InvalidParameterValueException`. */
  reference(arns: readonly string[]): LayerReference[] {
    const seen = new Map<string, string>();
    return arns.map((arn) => {
      const { name, version } = this.parse(arn);
      const found = version === undefined ? undefined : own(this.#byName.get(name)?.versions, version);
      if (!found) throw invalidParameter(`Layer version ${arn} does not exist.`);
      const other = seen.get(name);
      if (other !== undefined) {
        throw invalidParameter(
          `Two different versions of the same layer are not allowed to be referenced in the same function. ${other} and ${arn} are versions of the same layer.`,
        );
      }
      seen.set(name, arn);
      return { arn, codeSha256: found.codeSha256, codeSize: found.codeSize };
    });
  }

  /** Every CodeSha256 that a layer version names. */
  codeInUse(): string[] {
    return this.all().flatMap(({ versions }) => Object.values(versions).map(({ codeSha256 }) => codeSha256));
  }

  #save(layer: Layer): void {
    this.#store.put("layer", layer.name, layer);
    this.#byName.set(layer.name, layer);
  }
}
