import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { STSClient } from "@aws-sdk/client-sts";
import { type CellCredentials, type CellTarget, keyFor } from "../cell-target.ts";
import { clientOptions } from "../client-options.ts";
import { assumeAuthorRole } from "./assume-author-role.ts";
import { createRateBudget, type RateBudget } from "./rate-budget.ts";

/** A cell as its author needs it. */
export interface AuthorCell extends CellTarget {
  readonly authorRoleArn: string;
  readonly executionRoleArn: string;
  readonly externalId: string;
  /** The closed network of a cell of AWS; none in the engine. */
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
}

/** What the author operations work with; made once per cell, closed at the end. */
export interface Author {
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly metrics: CloudWatchClient;
  readonly executionRoleArn: string;
  /** What each function is attached to; absent where the cell has no network. */
  readonly network?: { readonly SubnetIds: string[]; readonly SecurityGroupIds: string[] };
  /** Lambda's account-wide limits: 15 control calls and 100 GetFunction* calls each second. */
  readonly control: RateBudget;
  readonly reads: RateBudget;
  close(): void;
}

function networkOf({ subnetIds = [], securityGroupIds = [] }: AuthorCell): Pick<Author, "network"> {
  if (subnetIds.length === 0) return {};
  return { network: { SubnetIds: [...subnetIds], SecurityGroupIds: [...securityGroupIds] } };
}

/** Opens a cell for its author: all calls go under the author role, assumed with the cell's external ID. */
export function createAuthor(cell: AuthorCell, credentials: CellCredentials | undefined): Author {
  const options = clientOptions(cell, { requestTimeoutMs: 90_000 });
  const sts = new STSClient({ ...options, ...keyFor(cell, credentials) });
  const shared = { ...options, credentials: assumeAuthorRole(sts, cell), maxAttempts: 4 };
  const lambda = new LambdaClient(shared);
  const logs = new CloudWatchLogsClient(shared);
  const metrics = new CloudWatchClient(shared);
  return {
    lambda,
    logs,
    metrics,
    executionRoleArn: cell.executionRoleArn,
    ...networkOf(cell),
    control: createRateBudget(15),
    reads: createRateBudget(100),
    close() {
      for (const client of [sts, lambda, logs, metrics]) client.destroy();
    },
  };
}
