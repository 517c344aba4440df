import { z } from "zod";
import { createdOperatorTokenSchema, createOperatorTokenSchema, operatorTokenSchema } from "../access-tokens.ts";
import {
  createdInvitationSchema,
  createdPasswordResetSchema,
  createdTenantSchema,
  createInvitationSchema,
} from "../accounts.ts";
import { alertEventSchema, alertRuleSchema, muteAlertSchema, saveAlertRuleSchema } from "../alerts.ts";
import { bindingSchema } from "../bindings.ts";
import { budgetQuerySchema, budgetSchema, liftBudgetSchema, saveBudgetSchema } from "../budgets.ts";
import { cellComparisonSchema, comparisonQuerySchema } from "../cell-comparison.ts";
import { cellSchema, cellStatusSchema, createCellSchema, updateCellSchema } from "../cells.ts";
import { zipFileSchema } from "../drafts.ts";
import {
  changeExtensionPointSchema,
  extensionPointImpactSchema,
  extensionPointVersionSchema,
  updateExtensionPointSchema,
} from "../extension-point-changes.ts";
import {
  createExtensionPointSchema,
  createRecordTypeSchema,
  extensionPointSchema,
  recordTypeUseSchema,
  updateRecordTypeSchema,
} from "../fields.ts";
import {
  auditVerificationSchema,
  costQuerySchema,
  costsSchema,
  releaseSourceSchema,
  tenantDeploymentSchema,
  tenantErrorGroupSchema,
  tenantFunctionSchema,
} from "../insight.ts";
import {
  createLayerSchema,
  createLayerVersionQuerySchema,
  layerDiffQuerySchema,
  layerDiffSchema,
  layerEntrySchema,
  layerFileQuerySchema,
  layerRolloutDetailSchema,
  layerRolloutSchema,
  layerSchema,
  startLayerRolloutSchema,
} from "../layers.ts";
import { mailDetailSchema, mailQuerySchema, mailSchema } from "../mails.ts";
import { memberSchema } from "../members.ts";
import { auditEventSchema, metricsSchema, pageSchema, timeRangeSchema } from "../operations.ts";
import { pauseQuerySchema, pauseRecordSchema, pauseSchema } from "../pauses.ts";
import { quotasSchema, setTenantPlanSchema } from "../plans.ts";
import { changeRolloutSchema } from "../rollouts.ts";
import { selfTestSchema, selfTestSummarySchema, startSelfTestSchema } from "../self-tests.ts";
import { signingKeySchema } from "../signing-keys.ts";
import { requestAccessSchema, supportAccessSchema } from "../support-access.ts";
import { suspensionSchema } from "../suspension.ts";
import {
  closeTenantSchema,
  createTenantSchema,
  functionMetricsSchema,
  overviewSchema,
  renameTenantSchema,
  suspendSchema,
  tenantPageSchema,
  tenantQuerySchema,
  tenantSummarySchema,
} from "../tenants.ts";
import { type PortalRule, rule } from "./rule.ts";

const operator = { role: "operator", scope: null } as const;
const range = z.object({ range: timeRangeSchema.optional() });
const point = "/operator/extension-points/{key}" as const;
const tenant = "/operator/tenants/{id}" as const;
const layer = "/operator/layers/{id}" as const;
const rollout = "/operator/layer-rollouts/{id}" as const;

/** What the platform's operators see and do. */
export const operatorRules: readonly PortalRule[] = [
  rule("GET /operator/overview", "The platform at a glance", { ...operator, query: range, answer: overviewSchema }),
  rule("GET /operator/metrics", "Metrics of the platform or one tenant", {
    ...{ ...operator, query: range.extend({ tenant: z.uuid().optional() }), answer: metricsSchema },
  }),
  rule("GET /operator/tenants", "List tenants", { ...operator, query: tenantQuerySchema, answer: tenantPageSchema }),
  rule("POST /operator/tenants", "Create a tenant and invite its first owner", {
    ...{ ...operator, body: createTenantSchema, answer: createdTenantSchema, status: 201 },
  }),
  rule(`PATCH ${tenant}`, "Rename a tenant", { ...operator, body: renameTenantSchema, answer: tenantSummarySchema }),
  rule(`POST ${tenant}/close`, "Close a tenant: suspend it, then remove it for good", {
    ...{ ...operator, body: closeTenantSchema, answer: tenantSummarySchema },
  }),
  rule(`GET ${tenant}`, "Get a tenant", { ...operator, query: range, answer: tenantSummarySchema }),
  rule(`GET ${tenant}/functions`, "List a tenant's functions", {
    ...{ ...operator, query: range, answer: z.array(functionMetricsSchema) },
  }),
  rule(`GET ${tenant}/functions/{name}`, "Get a tenant's function with its metrics and errors", {
    ...{ ...operator, query: range, answer: tenantFunctionSchema },
  }),
  rule(`GET ${tenant}/functions/{name}/releases/{number}`, "Read the code of a tenant's release", {
    ...{ ...operator, answer: releaseSourceSchema },
  }),
  rule("GET /operator/costs", "List what a month cost", { ...operator, query: costQuerySchema, answer: costsSchema }),
  rule("GET /operator/audit/verification", "Verify the audit trail", { ...operator, answer: auditVerificationSchema }),
  rule(`POST ${tenant}/suspend`, "Suspend a tenant", { ...operator, body: suspendSchema, answer: tenantSummarySchema }),
  rule(`GET ${tenant}/quotas`, "Get a tenant's quotas and what it has of them", {
    ...{ ...operator, answer: quotasSchema },
  }),
  rule(`GET ${tenant}/bindings`, "List a tenant's bindings", { ...operator, answer: z.array(bindingSchema) }),
  rule(`GET ${tenant}/deployments`, "List a tenant's deployments, newest first", {
    ...{ ...operator, answer: z.array(tenantDeploymentSchema) },
  }),
  rule(`GET ${tenant}/errors`, "List a tenant's errors, each kind once", {
    ...{ ...operator, query: range, answer: z.array(tenantErrorGroupSchema) },
  }),
  rule(`GET ${tenant}/suspension`, "Tell what a tenant's suspension does, or would do", {
    ...{ ...operator, answer: suspensionSchema },
  }),
  rule(`POST ${tenant}/resume`, "Resume a tenant", { ...operator, answer: tenantSummarySchema }),
  rule(`PUT ${tenant}/plan`, "Set a tenant's plan", {
    ...{ ...operator, body: setTenantPlanSchema, answer: quotasSchema.shape.plan },
  }),
  rule(`GET ${tenant}/members`, "List a tenant's members", { ...operator, answer: z.array(memberSchema) }),
  rule(`POST ${tenant}/invitations`, "Invite somebody to a tenant", {
    ...{ ...operator, body: createInvitationSchema, answer: createdInvitationSchema, status: 201 },
  }),
  rule("POST /operator/users/{id}/password-reset", "Make a link with which somebody sets a new password", {
    ...{ ...operator, answer: createdPasswordResetSchema, status: 201 },
  }),
  rule(`GET ${tenant}/support-access`, "List operators' access to a tenant, newest first", {
    ...{ ...operator, answer: z.array(supportAccessSchema) },
  }),
  rule(`POST ${tenant}/support-access`, "Ask a tenant's owners for access", {
    ...{ ...operator, body: requestAccessSchema, answer: supportAccessSchema, status: 201 },
  }),
  rule("DELETE /operator/support-access/{id}", "End one's own access to a tenant, or take the request back", {
    ...{ ...operator, answer: supportAccessSchema },
  }),
  rule("GET /operator/extension-points", "List extension points", {
    ...{ ...operator, answer: z.array(extensionPointSchema) },
  }),
  rule("POST /operator/extension-points", "Declare an extension point", {
    ...{ ...operator, body: createExtensionPointSchema, answer: extensionPointSchema, status: 201 },
  }),
  rule(`PUT ${point}`, "Change an extension point's contract", {
    ...{ ...operator, body: updateExtensionPointSchema, answer: extensionPointSchema },
  }),
  rule(`POST ${point}/impact`, "Tell which bindings a change would break", {
    ...{ ...operator, body: changeExtensionPointSchema, answer: extensionPointImpactSchema },
  }),
  rule(`GET ${point}/versions`, "List the versions of a contract", {
    ...{ ...operator, answer: z.array(extensionPointVersionSchema) },
  }),
  rule("GET /operator/layers", "List the vendor's layers", { ...operator, answer: z.array(layerSchema) }),
  rule("POST /operator/layers", "Create a vendor layer", {
    ...{ ...operator, body: createLayerSchema, answer: layerSchema, status: 201 },
  }),
  rule(`GET ${layer}`, "Get a vendor layer with its versions", { ...operator, answer: layerSchema }),
  rule(`POST ${layer}/versions`, "Make a zip the next version of a vendor layer", {
    ...{
      ...operator,
      takes: "application/zip",
      query: createLayerVersionQuerySchema,
      answer: layerSchema,
      status: 201,
    },
  }),
  rule(`DELETE ${layer}/versions/{number}`, "Delete a version that nothing uses", { ...operator, answer: null }),
  rule(`GET ${layer}/versions/{number}/files`, "List the files of a version", {
    ...{ ...operator, answer: z.array(layerEntrySchema) },
  }),
  rule(`GET ${layer}/versions/{number}/file`, "Get a file of a version", {
    ...{ ...operator, query: layerFileQuerySchema, answer: zipFileSchema },
  }),
  rule(`GET ${layer}/diff`, "Compare two versions", {
    ...{ ...operator, query: layerDiffQuerySchema, answer: layerDiffSchema },
  }),
  rule(`GET ${layer}/rollouts`, "List a layer's roll-outs", { ...operator, answer: z.array(layerRolloutSchema) }),
  rule(`POST ${layer}/rollouts`, "Roll a version out over every function that uses an older one", {
    ...{ ...operator, body: startLayerRolloutSchema, answer: layerRolloutSchema, status: 201 },
  }),
  rule(`GET ${rollout}`, "Get a roll-out with its functions", { ...operator, answer: layerRolloutDetailSchema }),
  rule(`PATCH ${rollout}`, "Pause, resume or cancel a roll-out", {
    ...{ ...operator, body: changeRolloutSchema, answer: layerRolloutSchema },
  }),
  rule("GET /operator/record-types", "List record types with what uses them", {
    ...{ ...operator, answer: z.array(recordTypeUseSchema) },
  }),
  rule("POST /operator/record-types", "Declare a record type", {
    ...{ ...operator, body: createRecordTypeSchema, answer: recordTypeUseSchema, status: 201 },
  }),
  rule("PUT /operator/record-types/{key}", "Change a record type", {
    ...{ ...operator, body: updateRecordTypeSchema, answer: recordTypeUseSchema },
  }),
  rule("DELETE /operator/record-types/{key}", "Delete a record type that nothing uses", { ...operator, answer: null }),
  rule("GET /operator/cells", "List cells with their health", { ...operator, answer: z.array(cellStatusSchema) }),
  rule("GET /operator/signing-keys", "List identity's signing keys", {
    ...{ ...operator, answer: z.array(signingKeySchema) },
  }),
  rule("POST /operator/signing-keys/rotate", "Let identity's next signing key sign", {
    ...{ ...operator, answer: z.array(signingKeySchema) },
  }),
  rule("DELETE /operator/signing-keys/{kid}", "Withdraw a signing key that others may know", {
    ...{ ...operator, answer: z.array(signingKeySchema) },
  }),
  rule("GET /operator/access-tokens", "List operators' access tokens, newest first", {
    ...{ ...operator, answer: z.array(operatorTokenSchema) },
  }),
  rule("POST /operator/access-tokens", "Create an access token of one's own for operators' routes", {
    ...{ ...operator, body: createOperatorTokenSchema, answer: createdOperatorTokenSchema, status: 201 },
  }),
  rule("DELETE /operator/access-tokens/{id}", "Revoke an operator's access token", {
    ...{ ...operator, answer: operatorTokenSchema },
  }),
  rule("POST /operator/cells", "Create a cell of AWS", {
    ...{ ...operator, body: createCellSchema, answer: cellSchema, status: 201 },
  }),
  rule("PUT /operator/cells/{id}", "Set a cell's network and whether it takes tenants", {
    ...{ ...operator, body: updateCellSchema, answer: cellSchema },
  }),
  rule("GET /operator/cells/{id}/comparison", "Compare CloudWatch's metrics of a cell with the ledger", {
    ...{ ...operator, query: comparisonQuerySchema, answer: cellComparisonSchema },
  }),
  rule("POST /operator/cells/{id}/comparison", "Ask CloudWatch now", { ...operator, answer: null }),
  rule("DELETE /operator/cells/{id}", "Delete a cell that nothing is placed in", { ...operator, answer: null }),
  rule("GET /operator/mails", "List the e-mails of the outbox", {
    ...{ ...operator, query: mailQuerySchema, answer: pageSchema(mailSchema) },
  }),
  rule("GET /operator/mails/{id}", "Read an e-mail that was not sent", { ...operator, answer: mailDetailSchema }),
  rule("GET /operator/alerts", "List alert rules", { ...operator, answer: z.array(alertRuleSchema) }),
  rule("POST /operator/alerts", "Create an alert rule", {
    ...{ ...operator, body: saveAlertRuleSchema, answer: alertRuleSchema, status: 201 },
  }),
  rule("PUT /operator/alerts/{id}", "Change an alert rule", {
    ...{ ...operator, body: saveAlertRuleSchema, answer: alertRuleSchema },
  }),
  rule("DELETE /operator/alerts/{id}", "Delete an alert rule", { ...operator, answer: null }),
  rule("POST /operator/alerts/{id}/mute", "Mute an alert rule; 0 minutes ends it", {
    ...{ ...operator, body: muteAlertSchema, answer: alertRuleSchema },
  }),
  rule("POST /operator/alerts/{id}/test", "Tell those whom an alert rule tells, to try it", {
    ...{ ...operator, answer: alertEventSchema },
  }),
  rule("GET /operator/alert-events", "List what alert rules told, newest first", {
    ...{ ...operator, answer: z.array(alertEventSchema) },
  }),
  rule("GET /operator/budgets", "List budgets with what is spent", {
    ...{ ...operator, query: budgetQuerySchema, answer: z.array(budgetSchema) },
  }),
  rule(`PUT ${tenant}/budget`, "Save a budget of a tenant, or of one of its functions", {
    ...{ ...operator, body: saveBudgetSchema, answer: budgetSchema },
  }),
  rule("DELETE /operator/budgets/{id}", "Delete a budget", { ...operator, answer: null }),
  rule("POST /operator/budgets/{id}/lift", "Let calls through that a budget stops", {
    ...{ ...operator, body: liftBudgetSchema, answer: budgetSchema },
  }),
  rule("DELETE /operator/budgets/{id}/lift", "Let a budget act again", { ...operator, answer: budgetSchema }),
  rule("GET /operator/pauses", "List pauses, newest first", {
    ...{ ...operator, query: pauseQuerySchema, answer: z.array(pauseRecordSchema) },
  }),
  rule("POST /operator/pauses", "Pause a function, a release, an extension point or a runtime", {
    ...{ ...operator, body: pauseSchema, answer: pauseRecordSchema, status: 201 },
  }),
  rule("DELETE /operator/pauses/{id}", "End a pause", { ...operator, answer: pauseRecordSchema }),
  rule("GET /operator/self-tests", "List isolation self-tests, newest first", {
    ...{ ...operator, answer: z.array(selfTestSummarySchema) },
  }),
  rule("POST /operator/self-tests", "Start an isolation self-test", {
    ...{ ...operator, body: startSelfTestSchema, answer: selfTestSchema, status: 201 },
  }),
  rule("GET /operator/self-tests/{id}", "Get an isolation self-test line by line", {
    ...{ ...operator, answer: selfTestSchema },
  }),
  rule("GET /operator/audit", "List audit events of every tenant", {
    ...{ ...operator, answer: pageSchema(auditEventSchema) },
    query: z.object({ cursor: z.string().optional(), tenant: z.string().optional(), text: z.string().optional() }),
  }),
];
