import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { STSClient } from "@aws-sdk/client-sts";
import type { CellCredentials, CellTarget } from "../cell-target.ts";
import { clientOptions } from "../client-options.ts";
import { assumeAuthorRole } from "./assume-author-role.ts";
import { createRateBudget, type RateBudget } from "./rate-budget.ts";

/** A cell as its author needs it. */
export interface AuthorCell extends CellTarget {
  readonly authorRoleArn: string;
  readonly executionRoleArn: string;
  readonly externalId: string;
}

/** What the author operations work with; made once per cell, closed at the end. */
export interface Author {
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly executionRoleArn: string;
  /** Lambda's account-wide limits: 15 control calls and 100 GetFunction* calls each second. */
  readonly control: RateBudget;
  readonly reads: RateBudget;
  close(): void;
}

/** Opens a cell for its author: all calls go under the author role, assumed with the cell's external ID. */
export function createAuthor(cell: AuthorCell, credentials: CellCredentials | undefined): Author {
  const options = clientOptions(cell, { requestTimeoutMs: 90_000 });
  const sts = new STSClient({ ...options, ...(credentials ? { credentials } : {}) });
  const shared = { ...options, credentials: assumeAuthorRole(sts, cell), maxAttempts: 4 };
  const lambda = new LambdaClient(shared);
  const logs = new CloudWatchLogsClient(shared);
  return {
    lambda,
    logs,
    executionRoleArn: cell.executionRoleArn,
    control: createRateBudget(15),
    reads: createRateBudget(100),
    close() {
      for (const client of [sts, lambda, logs]) client.destroy();
    },
  };
}
