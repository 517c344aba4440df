import { describe, expect, test } from "vitest";
import { type Policy, policySchema } from "../cell/cell-config.ts";
import { matches } from "./matches.ts";
import { checkAllowed } from "./principal.ts";

const functionArn = "arn:aws:lambda:eu-central-1:000000000000:function:annex-a-1";
const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...(Condition ? { Condition } : {}),
});
const deny = (Action: string, Resource: string, Condition?: object) => ({
  ...allow(Action, Resource, Condition),
  Effect: "Deny",
});
const policy = (...Statement: object[]): Policy => policySchema.parse({ Version: "2012-10-17", Statement });

interface Case {
  readonly identity: Policy;
  readonly session?: Policy;
  readonly tags?: Record<string, string>;
  readonly context?: Record<string, string>;
  readonly action?: string;
}

function attempt({ identity, session, tags = {}, context = {}, action = "lambda:InvokeFunction" }: Case): () => void {
  const principal = {
    arn: "arn:aws:sts::000000000000:assumed-role/r/s",
    userId: "A:s",
    identityPolicy: identity,
    tags,
    ...(session ? { sessionPolicy: session } : {}),
  };
  return () => checkAllowed(principal, action, functionArn, context);
}

const everything = policy(allow("*", "*"));

describe("effective permission", () => {
  const allowed: Record<string, Case> = {
    "the action and the resource by name": { identity: policy(allow("lambda:InvokeFunction", functionArn)) },
    "an action's wildcard": { identity: policy(allow("lambda:Invoke*", "*")) },
    "an action in another case": { identity: policy(allow("LAMBDA:invokefunction", "*")) },
    "one of several resources": { identity: policy(allow("lambda:*", ["x", "*:function:annex-a-*"])) },
    "a question mark for one character": { identity: policy(allow("lambda:*", "*:function:annex-?-1")) },
    "both policies": { identity: everything, session: policy(allow("lambda:InvokeFunction", functionArn)) },
    "a tag of the session": {
      identity: policy(allow("*", "*", { StringEquals: { "aws:PrincipalTag/tenant": "a" } })),
      tags: { tenant: "a" },
    },
    "a condition key in another case": {
      identity: policy(allow("*", "*", { StringLike: { "AWS:principalTag/tenant": ["b", "a*"] } })),
      tags: { tenant: "abc" },
    },
    "a Deny whose condition does not hold": {
      identity: policy(allow("*", "*"), deny("*", "*", { StringEquals: { "aws:ResourceTag/kind": "platform" } })),
      context: { "aws:ResourceTag/kind": "tenant" },
    },
  };
  test.each(Object.keys(allowed))("is given by %s", (name) => {
    const given = allowed[name];
    expect(given).toBeDefined();
    if (given) expect(attempt(given)).not.toThrow();
  });

  const noIdentity = "because no identity-based policy allows the lambda:InvokeFunction action";
  const noSession = "because no session policy allows the lambda:InvokeFunction action";
  const refused: Record<string, Case & { readonly reason: string }> = {
    "no statement": { identity: policy(), reason: noIdentity },
    "another action": { identity: policy(allow("lambda:GetFunction", "*")), reason: noIdentity },
    "another resource": { identity: policy(allow("*", "*:function:annex-b-*")), reason: noIdentity },
    "a resource in another case": { identity: policy(allow("*", "*:function:ANNEX-*")), reason: noIdentity },
    "a session policy that leaves it out": {
      identity: everything,
      session: policy(allow("lambda:*", "other")),
      reason: noSession,
    },
    "an identity policy that leaves it out": {
      identity: policy(allow("sts:*", "*")),
      session: everything,
      reason: noIdentity,
    },
    "a Deny beside an Allow": {
      identity: policy(deny("lambda:Invoke*", "*"), allow("*", "*")),
      reason: "with an explicit deny in an identity-based policy",
    },
    "a Deny of the session": {
      identity: everything,
      session: policy(allow("*", "*"), deny("*", functionArn)),
      reason: "with an explicit deny in a session policy",
    },
    "a tag that is another": {
      identity: policy(allow("*", "*", { StringEquals: { "aws:PrincipalTag/tenant": "a" } })),
      tags: { tenant: "b" },
      reason: noIdentity,
    },
    "a tag that is missing": {
      identity: policy(allow("*", "*", { StringEquals: { "aws:PrincipalTag/tenant": "a" } })),
      reason: noIdentity,
    },
    "an Allow under an operator that is not known": {
      identity: policy(allow("*", "*", { StringSounds: { "aws:SourceIp": "0.0.0.0/0" } })),
      reason: noIdentity,
    },
    "an Allow under an operator every object inherits": {
      identity: policy(allow("*", "*", { constructor: { a: "b" } })),
      reason: noIdentity,
    },
    "a Deny under an operator that is not known": {
      identity: policy(allow("*", "*"), deny("*", "*", { StringSounds: { x: "true" } })),
      reason: "with an explicit deny in an identity-based policy",
    },
  };
  test.each(Object.keys(refused))("is refused by %s", (name) => {
    const given = refused[name];
    expect(given).toBeDefined();
    if (given)
      expect(attempt(given)).toThrow(
        expect.objectContaining({
          code: "AccessDeniedException",
          status: 403,
          message: `User: arn:aws:sts::000000000000:assumed-role/r/s is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn} ${given.reason}`,
        }),
      );
  });
});

describe("a policy", () => {
  test.each([
    { Statement: [{ Effect: "Allow", NotAction: "x", Resource: "*" }] },
    { Statement: [{ Effect: "Allow", Action: "*", NotResource: "x" }] },
    { Statement: [{ Effect: "Perhaps", Action: "*", Resource: "*" }] },
    { Statement: [deny("*", `arn:aws:s3:::$\{aws:PrincipalTag/tenant}/*`)] },
    { Statement: [{ ...deny("*", "*"), Principal: "*" }] },
    { statement: [] },
  ])("that would be misread is refused: %j", (text) => {
    expect(policySchema.safeParse(text).success).toBe(false);
  });
});

describe("wildcards", () => {
  test.each([
    ["*", "", true],
    ["a*c", "abbbc", true],
    ["a*c", "abbbd", false],
    ["a*b*c", "aXbYbZc", true],
    ["?", "", false],
    ["a.c", "abc", false],
    ["annex-a-*", "annex-b-a-1", false],
  ])("%s against %j is %s", (pattern, text, wanted) => expect(matches(pattern, text)).toBe(wanted));

  test("cost little however many stars there are", () => {
    expect(matches(`${"*a".repeat(500)}b`, "a".repeat(20_000))).toBe(false);
  });
});
