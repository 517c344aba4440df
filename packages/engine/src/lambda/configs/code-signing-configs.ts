import { randomBytes } from "node:crypto";
import { z } from "zod";
import { AwsError } from "../../http/aws-error.ts";
import type { Store } from "../../store/store.ts";
import type { Account } from "../functions.ts";

const codeSigningConfigSchema = z.object({
  id: z.string(),
  arn: z.string(),
  description: z.string(),
  publishers: z.array(z.string()),
  untrusted: z.enum(["Warn", "Enforce"]),
  lastModified: z.number(),
});
export type CodeSigningConfig = z.infer<typeof codeSigningConfigSchema>;

/** Every code signing configuration of the account, in memory and on the disk. */
export class CodeSigningConfigs {
  readonly #store: Store;
  readonly #account: Account;
  readonly #byArn = new Map<string, CodeSigningConfig>();

  constructor(store: Store, account: Account) {
    this.#store = store;
    this.#account = account;
    for (const text of store.all("code-signing")) {
      const config = codeSigningConfigSchema.parse(JSON.parse(text));
      this.#byArn.set(config.arn, config);
    }
  }

  /** @throws AwsError `CodeSigningConfigNotFoundException`. */
  load(arn: string): CodeSigningConfig {
    const found = this.#byArn.get(arn);
    if (found) return found;
    throw new AwsError(
      "CodeSigningConfigNotFoundException",
      404,
      `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
    );
  }

  all(): CodeSigningConfig[] {
    return [...this.#byArn.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  }

  create(wanted: Omit<CodeSigningConfig, "id" | "arn">): CodeSigningConfig {
    const id = `csc-${randomBytes(9).toString("hex").slice(0, 17)}`;
    const { region, accountId } = this.#account;
    return this.save({ ...wanted, id, arn: `arn:aws:lambda:${region}:${accountId}:code-signing-config:${id}` });
  }

  save(config: CodeSigningConfig): CodeSigningConfig {
    this.#store.put("code-signing", config.arn, config);
    this.#byArn.set(config.arn, config);
    return config;
  }

  remove(arn: string): void {
    this.#store.remove("code-signing", arn);
    this.#byArn.delete(arn);
  }

  /**
   * Code that comes to a function with this configuration. The engine knows no signer, so every zip counts as unsigned.
   * @throws AwsError `CodeVerificationFailedException` where the configuration enforces signatures.
   */
  checkCode(arn: string): void {
    if (this.load(arn).untrusted === "Warn") return;
    throw new AwsError(
      "CodeVerificationFailedException",
      400,
      "The code signature failed one or more of the validation checks for signature mismatch or expiry, and the code signing policy is set to ENFORCE. The engine verifies no signatures: it takes unsigned code under the policy Warn.",
    );
  }
}
