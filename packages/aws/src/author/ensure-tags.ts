import { ListTagsCommand, TagResourceCommand } from "@aws-sdk/client-lambda";
import { toAppError } from "../to-app-error.ts";
import type { Author } from "./author.ts";

interface Tagged {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Gives a function the tags that it lacks or has otherwise; others stay. @returns the keys that were not right. @throws AppError. */
export async function ensureTags(author: Author, { arn, tags }: Tagged): Promise<string[]> {
  await author.reads.take();
  const found = await author.lambda.send(new ListTagsCommand({ Resource: arn })).catch((error) => {
    throw toAppError(error, "ListTags");
  });
  const wrong = Object.keys(tags).filter((key) => found.Tags?.[key] !== tags[key]);
  if (wrong.length === 0) return [];
  await author.control.take();
  await author.lambda.send(new TagResourceCommand({ Resource: arn, Tags: { ...tags } })).catch((error) => {
    throw toAppError(error, "TagResource");
  });
  return wrong;
}
