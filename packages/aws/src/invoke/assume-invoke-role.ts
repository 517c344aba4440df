import { AppError } from "@annex/contract";
import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import type { InvokeCell, InvokeTenant } from "./invoke-cell.ts";
import type { SessionCredentials } from "./invoke-driver.ts";
import { toCellError } from "./to-cell-error.ts";

/** Credentials and until when they are good, in epoch milliseconds. */
export interface AssumedRole {
  readonly credentials: SessionCredentials;
  readonly expiresAt: number;
}

interface Assumed {
  readonly cell: InvokeCell;
  readonly tenant: InvokeTenant;
  /** JSON of the session policy. */
  readonly policy: string;
}

const sessionSeconds = 3600;

/** STS AssumeRole for one tenant. @throws AppError when STS refused or failed. */
export async function assumeInvokeRole(sts: STSClient, { cell, tenant, policy }: Assumed): Promise<AssumedRole> {
  const command = new AssumeRoleCommand({
    RoleArn: cell.invokeRoleArn,
    RoleSessionName: `annex-${tenant.key}`,
    ExternalId: cell.externalId,
    DurationSeconds: sessionSeconds,
    Policy: policy,
  });
  const { Credentials: given } = await sts.send(command).catch((error) => {
    throw toCellError(error, "AssumeRole");
  });
  if (!given?.AccessKeyId || !given.SecretAccessKey || !given.SessionToken || !given.Expiration) {
    throw new AppError("upstream_failed", "The cell gave no credentials. Try again.");
  }
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = given;
  return { credentials: { accessKeyId, secretAccessKey, sessionToken }, expiresAt: given.Expiration.getTime() };
}
