import { AppError } from "@annex/contract";
import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";
import { toAppError } from "../to-app-error.ts";

interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Credentials of the author role; the SDK keeps them and asks again shortly before they expire. */
export function assumeAuthorRole(
  sts: STSClient,
  cell: { readonly authorRoleArn: string; readonly externalId: string },
): () => Promise<RoleCredentials> {
  const command = new AssumeRoleCommand({
    RoleArn: cell.authorRoleArn,
    RoleSessionName: "annex-worker",
    ExternalId: cell.externalId,
    DurationSeconds: 3600,
  });
  return async () => {
    const { Credentials } = await sts.send(command).catch((error) => {
      throw toAppError(error, "AssumeRole");
    });
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
      throw new AppError("upstream_failed", "AssumeRole answered without credentials.");
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    };
  };
}
