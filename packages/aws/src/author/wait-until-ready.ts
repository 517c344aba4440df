import { setTimeout as delay } from "node:timers/promises";
import { AppError } from "@annex/contract";
import { type FunctionConfiguration, GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

const firstPauseMs = 20;
const longestPauseMs = 200;
const deadlineMs = 60_000;

/** The function's configuration, or null where there is no such function. */
export async function readConfiguration(author: Author, name: string): Promise<FunctionConfiguration | null> {
  await author.reads.take();
  try {
    return await author.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  } catch (error) {
    const known = toAppError(error, "GetFunctionConfiguration");
    if (known.code === "not_found") return null;
    throw known;
  }
}

function checkNotFailed({ State, StateReason, LastUpdateStatus, LastUpdateStatusReason }: FunctionConfiguration): void {
  if (State === "Failed") throw new AppError("upstream_failed", `Lambda could not make the function: ${StateReason}`);
  if (LastUpdateStatus === "Failed")
    throw new AppError("upstream_failed", `Lambda could not update the function: ${LastUpdateStatusReason}`);
}

/** Waits until the function can be updated, published and invoked. @throws AppError `upstream_failed`, `unavailable`. */
export async function waitUntilReady(author: Author, name: string): Promise<FunctionConfiguration> {
  const deadline = Date.now() + deadlineMs;
  for (let pauseMs = firstPauseMs; Date.now() < deadline; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    const found = await readConfiguration(author, name);
    if (!found) throw new AppError("not_found", `Lambda has no function ${name}.`);
    checkNotFailed(found);
    if (found.State !== "Pending" && found.LastUpdateStatus !== "InProgress") return found;
    await delay(pauseMs);
  }
  throw new AppError("unavailable", "Lambda did not finish the function within a minute. Deploy again.");
}
