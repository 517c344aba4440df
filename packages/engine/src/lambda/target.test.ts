import { describe, expect, test } from "vitest";
import { parseTarget } from "./target.ts";

const account = { accountId: "000000000000", region: "eu-central-1" };
const prefix = "arn:aws:lambda:eu-central-1:000000000000:function:";

describe("a function's name", () => {
  test.each([
    ["f", null, { name: "f", qualifier: undefined }],
    ["f", "live", { name: "f", qualifier: "live" }],
    ["f:7", null, { name: "f", qualifier: "7" }],
    ["f:$LATEST", "$LATEST", { name: "f", qualifier: "$LATEST" }],
    ["000000000000:function:f:live", null, { name: "f", qualifier: "live" }],
    [`${prefix}f`, "1", { name: "f", qualifier: "1" }],
    [`${prefix}f:live`, null, { name: "f", qualifier: "live" }],
  ])("%s with the qualifier %s is understood", (text, qualifier, wanted) => {
    expect(parseTarget(account, text, qualifier)).toEqual(wanted);
  });

  test.each([
    ["", null, "ValidationException", 400],
    ["a/b", null, "ValidationException", 400],
    ["x".repeat(65), null, "ValidationException", 400],
    [`${prefix}f:1:2`, null, "ValidationException", 400],
    [`${prefix}f:live`, "1", "InvalidParameterValueException", 400],
    ["arn:aws:lambda:us-east-1:000000000000:function:f", null, "ResourceNotFoundException", 404],
    ["111111111111:function:f", null, "ResourceNotFoundException", 404],
  ])("%s with the qualifier %s is refused", (text, qualifier, code, status) => {
    expect(() => parseTarget(account, text, qualifier)).toThrow(expect.objectContaining({ code, status }));
  });
});
