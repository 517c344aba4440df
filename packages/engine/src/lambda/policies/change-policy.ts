import { randomUUID } from "node:crypto";
import { AwsError, conflict, notFound, preconditionFailed } from "../../http/aws-error.ts";
import { type ResourcePolicy, type ResourceStatement, renderPolicy } from "../../iam/resource-policy.ts";

const maxPolicyBytes = 20_480;

/** @throws AwsError `PreconditionFailedException` where the caller looked at another revision. */
export function checkRevision(policy: ResourcePolicy | undefined, revisionId: string | null | undefined): void {
  if (revisionId && revisionId !== policy?.revisionId) throw preconditionFailed();
}

/** @throws AwsError for an ID that is taken, and a policy that becomes too long. */
export function withStatement(policy: ResourcePolicy | undefined, statement: ResourceStatement): ResourcePolicy {
  const before = policy?.statements ?? [];
  if (before.some(({ Sid }) => Sid === statement.Sid)) {
    throw conflict(
      `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    );
  }
  const changed = { revisionId: randomUUID(), statements: [...before, statement] };
  const size = Buffer.byteLength(renderPolicy(changed));
  if (size > maxPolicyBytes) {
    throw new AwsError(
      "PolicyLengthExceededException",
      400,
      `The final policy size (${size}) is bigger than the limit (${maxPolicyBytes}).`,
    );
  }
  return changed;
}

/** Undefined where nothing is left. @throws AwsError `ResourceNotFoundException`. */
export function withoutStatement(policy: ResourcePolicy | undefined, statementId: string): ResourcePolicy | undefined {
  const before = policy?.statements ?? [];
  const statements = before.filter(({ Sid }) => Sid !== statementId);
  if (statements.length === before.length) throw notFound(`Statement ${statementId} is not found in resource policy.`);
  return statements.length === 0 ? undefined : { revisionId: randomUUID(), statements };
}

/** @throws AwsError `ResourceNotFoundException`, where there is none. */
export function presentPolicy(policy: ResourcePolicy | undefined): ResourcePolicy {
  if (!policy) throw notFound("The resource you requested does not exist.");
  return policy;
}
