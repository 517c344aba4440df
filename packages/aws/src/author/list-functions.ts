import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

/** The name of every function in the cell. @throws AppError. */
export async function listLambdaFunctions(author: Author): Promise<string[]> {
  const names: string[] = [];
  let marker: string | undefined;
  do {
    await author.control.take();
    const command: ListFunctionsCommand = new ListFunctionsCommand({
      MaxItems: 50,
      ...(marker ? { Marker: marker } : {}),
    });
    const answer = await author.lambda.send(command).catch((error) => {
      throw toAppError(error, "ListFunctions");
    });
    names.push(...(answer.Functions ?? []).flatMap(({ FunctionName }) => FunctionName ?? []));
    marker = answer.NextMarker;
  } while (marker);
  return names;
}
