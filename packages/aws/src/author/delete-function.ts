import { DeleteFunctionCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

/** Removes a function with its versions and aliases; one that is not there is fine. @throws AppError. */
export async function deleteLambdaFunction(author: Author, name: string): Promise<void> {
  await author.control.take();
  try {
    await author.lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
  } catch (error) {
    const known = toAppError(error, "DeleteFunction");
    if (known.code !== "not_found") throw known;
  }
}
