import { describe, expect, test } from "vitest";
import { createAccessTokenSchema } from "./access-tokens.ts";
import { saveAlertRuleSchema } from "./alerts.ts";
import { createApiClientSchema } from "./api-clients.ts";
import { saveRecordedEventSchema } from "./recorded-payloads.ts";
import { createScheduleSchema } from "./schedules.ts";
import { createTenantSchema } from "./tenants.ts";
import { saveTestEventSchema } from "./test-suites.ts";
import { createWebhookSchema } from "./webhooks.ts";

const named = {
  "an alert rule": saveAlertRuleSchema.shape.name,
  "an access token": createAccessTokenSchema.shape.name,
  "an API client": createApiClientSchema.shape.name,
  "a test event": saveTestEventSchema.shape.name,
  "a test event of a recorded run": saveRecordedEventSchema.shape.name,
  "a tenant": createTenantSchema.shape.name,
};

describe.each(Object.entries(named))("the name of %s", (_, schema) => {
  test.each(["a\r\nBcc: x", "a\nb", "a\u0000b", "a\u001b[31mb", "a\u0085b", "a\u2028b"])("is never %j", (name) => {
    const message = "A name is one line, without control characters.";
    expect(schema.safeParse(name).error?.issues).toMatchObject([{ message }]);
  });

  test.each(["Errors of Größe & Söhne", "料金 > 5 %", "😀"])("may be %j", (name) => {
    expect(schema.parse(name)).toBe(name);
  });
});

test.each([
  ["a schedule", createScheduleSchema.shape.name],
  ["a webhook", createWebhookSchema.shape.name],
])("the name of %s is of letters, digits and hyphens", (_, schema) => {
  expect(schema.safeParse("a\r\nb").success).toBe(false);
  expect(schema.parse("nightly-2")).toBe("nightly-2");
});
