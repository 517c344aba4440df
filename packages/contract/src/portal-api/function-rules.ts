import { z } from "zod";
import { binnedFunctionSchema, restoreFunctionSchema } from "../bin.ts";
import { deploymentSchema, deploySchema, releaseSchema, rollBackSchema } from "../deployments.ts";
import { codeQuerySchema, draftSchema, saveDraftSchema, zipFileQuerySchema, zipFileSchema } from "../drafts.ts";
import {
  copyFunctionSchema,
  createFunctionSchema,
  functionDetailSchema,
  functionQuerySchema,
  functionSummarySchema,
  templateSchema,
  updateFunctionSchema,
} from "../functions.ts";
import { errorGroupSchema } from "../insight.ts";
import { metricsSchema, timeRangeSchema } from "../operations.ts";
import { packageTypesSchema } from "../package-types.ts";
import { recordedRunSchema, saveRecordedEventSchema } from "../recorded-payloads.ts";
import { releaseDetailSchema, releaseDiffSchema, releaseSideSchema } from "../release-diff.ts";
import { setRetryPolicySchema } from "../retry-policy.ts";
import { abortSchema, promoteSchema, shiftMetricsSchema } from "../shift.ts";
import { startTestRunSchema, testRunSchema } from "../test-runs.ts";
import { saveTestEventSchema, startTestSuiteSchema, testEventSchema, testSuiteSchema } from "../test-suites.ts";
import { type PortalRule, rule } from "./rule.ts";

const read = { role: "viewer", scope: "functions:read" } as const;
const write = { role: "developer", scope: "functions:write" } as const;
const deploy = { role: "developer", scope: "deployments:write" } as const;
const wait = z.object({ wait: z.coerce.number().min(0).max(30).optional() });
const range = z.object({ range: timeRangeSchema.optional() });
const one = "/functions/{name}" as const;
const deployment = `${one}/deployments/{id}` as const;

/** Functions, drafts, tests, releases, deployments and the bin. */
export const functionRules: readonly PortalRule[] = [
  rule(
    "GET /functions",
    "List functions; `X-Next-Cursor` names the next page by name, `X-Total-Count` tells how many match",
    {
      ...{ ...read, query: functionQuerySchema, answer: z.array(functionSummarySchema) },
    },
  ),
  rule("POST /functions", "Create a function", {
    ...{ ...write, body: createFunctionSchema, answer: functionDetailSchema, status: 201 },
  }),
  rule(`POST ${one}/copies`, "Copy a function: its draft, test events and settings", {
    ...{ ...write, body: copyFunctionSchema, answer: functionDetailSchema, status: 201 },
  }),
  rule(`GET ${one}`, "Get a function", { ...read, answer: functionDetailSchema }),
  rule(`PATCH ${one}`, "Change a function's settings", {
    ...{ ...write, body: updateFunctionSchema, answer: functionDetailSchema },
  }),
  rule(`DELETE ${one}`, "Put a function into the bin", { ...write, answer: binnedFunctionSchema }),
  rule("GET /bin", "List deleted functions", { ...read, answer: z.array(binnedFunctionSchema) }),
  rule("POST /bin/{id}/restore", "Restore a function", {
    ...{ ...write, body: restoreFunctionSchema, answer: functionDetailSchema },
  }),
  rule("DELETE /bin/{id}", "Remove a function for good", { role: "owner", scope: "functions:write", answer: null }),
  rule(`GET ${one}/draft`, "Get the draft", { ...read, answer: draftSchema }),
  rule(`PUT ${one}/draft`, "Save the draft", { ...write, body: saveDraftSchema, answer: draftSchema }),
  rule(`POST ${one}/draft/upload`, "Make a zip the draft's source", {
    ...{ ...write, takes: "application/zip", answer: draftSchema },
    query: z.object({ fileName: z.string().min(1).max(200), revision: z.coerce.number().int().optional() }),
  }),
  rule(`GET ${one}/zip-file`, "Get a file of an uploaded zip", {
    ...{ ...read, query: zipFileQuerySchema, answer: zipFileSchema },
  }),
  rule(`GET ${one}/code`, "Download the code, as it was written or as it was deployed", {
    ...{ ...read, query: codeQuerySchema, answer: z.file(), gives: "application/zip" },
  }),
  rule(`GET ${one}/package-types`, "Get the types of the draft's packages", {
    ...{ ...read, query: wait, answer: packageTypesSchema },
  }),
  rule(`POST ${one}/package-types`, "Ask for the types of the draft's packages", {
    ...{ ...write, answer: packageTypesSchema, status: 201 },
  }),
  rule(`GET ${one}/test-events`, "List test events", { ...read, answer: z.array(testEventSchema) }),
  rule(`POST ${one}/test-events`, "Save a test event by its name", {
    ...{ ...write, body: saveTestEventSchema, answer: testEventSchema },
  }),
  rule(`DELETE ${one}/test-events/{id}`, "Delete a test event", { ...write, answer: null }),
  rule(`GET ${one}/recorded-runs`, "List recorded runs, to make test events of", {
    ...{ role: "viewer", scope: "invocations:read", answer: z.array(recordedRunSchema) },
  }),
  rule(`POST ${one}/test-events/recorded`, "Save what was sent in a recorded run as a test event", {
    ...{ ...write, alsoScope: "invocations:read", body: saveRecordedEventSchema, answer: testEventSchema },
  }),
  rule(`POST ${one}/test-runs`, "Test a draft with a record", {
    ...{ ...write, body: startTestRunSchema, answer: testRunSchema, status: 201 },
  }),
  rule(`GET ${one}/test-runs/{id}`, "Get a test run", { ...read, query: wait, answer: testRunSchema }),
  rule(`POST ${one}/test-suites`, "Test a draft with its test events", {
    ...{ ...write, body: startTestSuiteSchema, answer: testSuiteSchema, status: 201 },
  }),
  rule(`GET ${one}/test-suites/{id}`, "Get a test suite", { ...read, query: wait, answer: testSuiteSchema }),
  rule(`GET ${one}/releases`, "List releases", { ...read, answer: z.array(releaseSchema) }),
  rule(`GET ${one}/releases/{number}`, "Get a release with its code", { ...read, answer: releaseDetailSchema }),
  rule(`GET ${one}/release-diff`, "Compare two releases", {
    ...{ ...read, answer: releaseDiffSchema },
    query: z.object({ from: releaseSideSchema, to: releaseSideSchema }),
  }),
  rule(`POST ${one}/rollbacks`, "Roll back to a release", {
    ...{ ...deploy, body: rollBackSchema, answer: deploymentSchema, status: 201 },
  }),
  rule(`GET ${one}/deployments`, "List deployments", { ...read, answer: z.array(deploymentSchema) }),
  rule(`POST ${one}/deployments`, "Deploy the draft", {
    ...{ ...deploy, body: deploySchema, answer: deploymentSchema, status: 201 },
  }),
  rule(`GET ${deployment}`, "Get a deployment", { ...read, answer: deploymentSchema }),
  rule(`GET ${deployment}/events`, "Follow a deployment", { ...read, answer: deploymentSchema, stream: "events" }),
  rule(`GET ${deployment}/metrics`, "Compare the releases of a shift", { ...read, answer: shiftMetricsSchema }),
  rule(`POST ${deployment}/promotions`, "Promote a shift", {
    ...{ ...deploy, body: promoteSchema, answer: deploymentSchema },
  }),
  rule(`POST ${deployment}/abort`, "Abort a shift", { ...deploy, body: abortSchema, answer: deploymentSchema }),
  rule(`PUT ${deployment}/freeze`, "Freeze a shift", { ...deploy, answer: deploymentSchema }),
  rule(`DELETE ${deployment}/freeze`, "Let a frozen shift go on", { ...deploy, answer: deploymentSchema }),
  rule(`PUT ${one}/retry-policy`, "Set how accepted invocations are tried again", {
    ...{ ...deploy, body: setRetryPolicySchema, answer: setRetryPolicySchema },
  }),
  rule(`GET ${one}/errors`, "List a function's errors, each kind once", {
    ...{ role: "viewer", scope: "invocations:read", query: range, answer: z.array(errorGroupSchema) },
  }),
  rule(`GET ${one}/metrics`, "Get a function's metrics", {
    ...{ role: "viewer", scope: "invocations:read", query: range, answer: metricsSchema },
  }),
  rule("GET /templates", "List templates", { ...read, answer: z.array(templateSchema) }),
];
