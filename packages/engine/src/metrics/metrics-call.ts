import { AwsError } from "../http/aws-error.ts";
import type { Principal } from "../iam/principal.ts";
import type { Metrics } from "./metrics.ts";

/** One call of an operation. Times in an answer are `Date`s: each protocol writes them its own way. */
export interface MetricsCall {
  readonly metrics: Metrics;
  readonly principal: Principal;
  readonly now: number;
}

export const invalidValue = (message: string) => new AwsError("InvalidParameterValue", 400, message);
