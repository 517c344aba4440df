import { z } from "zod";
import {
  acceptedInvocationSchema,
  acceptedQuerySchema,
  changedDeadLettersSchema,
  chooseDeadLettersSchema,
  deadLetterQuerySchema,
  deadLetterSchema,
  restoreDeadLettersSchema,
} from "../accepted-invocations.ts";
import { accessTokenSchema, createAccessTokenSchema, createdAccessTokenSchema } from "../access-tokens.ts";
import {
  createdInvitationSchema,
  createdPasswordResetSchema,
  createInvitationSchema,
  invitationSchema,
  updateMemberSchema,
} from "../accounts.ts";
import { alertEventSchema, alertRuleSchema, muteAlertSchema, saveAlertRuleSchema } from "../alerts.ts";
import {
  apiClientSchema,
  createApiClientSchema,
  createdApiClientSchema,
  rotateApiClientKeySchema,
  rotateApiClientSchema,
} from "../api-clients.ts";
import { bindingSchema, bindSchema, updateBindingSchema } from "../bindings.ts";
import { createCredentialSchema, credentialSchema, rotateCredentialSchema } from "../credentials.ts";
import { recordSchema } from "../data-plane.ts";
import { zipFileSchema } from "../drafts.ts";
import { extensionPointSchema, recordTypeSchema } from "../fields.ts";
import { invocationDetailSchema } from "../invocation-detail.ts";
import {
  createLayerBuildSchema,
  createLayerSchema,
  createLayerVersionQuerySchema,
  layerBuildSchema,
  layerDiffQuerySchema,
  layerDiffSchema,
  layerEntrySchema,
  layerFileQuerySchema,
  layerSchema,
} from "../layers.ts";
import { logExportQuerySchema, logLineSchema, logPageSchema, logQuerySchema, logTailQuerySchema } from "../logs.ts";
import { memberSchema } from "../members.ts";
import { auditEventSchema, invocationQuerySchema, invocationSchema, pageSchema } from "../operations.ts";
import { stopSchema } from "../pauses.ts";
import { quotasSchema } from "../plans.ts";
import {
  recordedPayloadSchema,
  recordingPolicySchema,
  replaySchema,
  setRecordingPolicySchema,
  startReplaySchema,
} from "../recorded-payloads.ts";
import {
  createScheduleSchema,
  previewScheduleSchema,
  schedulePreviewSchema,
  scheduleSchema,
  updateScheduleSchema,
} from "../schedules.ts";
import { grantAccessSchema, supportAccessSchema } from "../support-access.ts";
import {
  createdWebhookSchema,
  createWebhookSchema,
  deliveryQuerySchema,
  webhookDeliverySchema,
  webhookSchema,
} from "../webhooks.ts";
import { type PortalRule, rule } from "./rule.ts";

const read = { role: "viewer", scope: "functions:read" } as const;
const bindings = { role: "developer", scope: "functions:write" } as const;
const deploy = { role: "developer", scope: "deployments:write" } as const;
const payloads = { role: "developer", scope: "invocations:read" } as const;
const operations = { role: "viewer", scope: "invocations:read" } as const;
const credentials = { role: "developer", scope: "credentials:write" } as const;
const tenant = { role: "viewer", scope: "tenant:read" } as const;
const owner = { role: "owner", scope: "tenant:write" } as const;
/** Who belongs to a tenant is decided by a person, never by a token. */
const ownerInPerson = { role: "owner", scope: null } as const;
/** A token cannot make another one. */
const person = { role: "viewer", scope: null } as const;
const wait = z.object({ wait: z.coerce.number().min(0).max(30).optional() });
const page = z.object({ cursor: z.string().optional(), limit: z.coerce.number().int().optional() });

/** Everything of a tenant that is not one function's. */
export const tenantRules: readonly PortalRule[] = [
  rule("GET /extension-points", "List extension points", { ...read, answer: z.array(extensionPointSchema) }),
  rule("GET /bindings", "List bindings", { ...read, answer: z.array(bindingSchema) }),
  rule("POST /bindings", "Bind a function", { ...bindings, body: bindSchema, answer: bindingSchema, status: 201 }),
  rule("PATCH /bindings/{id}", "Change a binding", { ...bindings, body: updateBindingSchema, answer: bindingSchema }),
  rule("DELETE /bindings/{id}", "Unbind a function", { ...bindings, answer: null }),
  rule("GET /layers", "List layers, the tenant's own and the vendor's", { ...read, answer: z.array(layerSchema) }),
  rule("POST /layers", "Create a layer", { ...bindings, body: createLayerSchema, answer: layerSchema, status: 201 }),
  rule("GET /layers/{id}", "Get a layer with its versions", { ...read, answer: layerSchema }),
  rule("POST /layers/{id}/versions", "Make a zip the next version of a layer", {
    ...{
      ...bindings,
      takes: "application/zip",
      query: createLayerVersionQuerySchema,
      answer: layerSchema,
      status: 201,
    },
  }),
  rule("GET /layers/{id}/builds", "List the versions that were asked to be made from packages", {
    ...{ ...read, answer: z.array(layerBuildSchema) },
  }),
  rule("POST /layers/{id}/builds", "Make packages the next version of a layer", {
    ...{ ...bindings, body: createLayerBuildSchema, answer: layerBuildSchema, status: 201 },
  }),
  rule("DELETE /layers/{id}/versions/{number}", "Delete a version that nothing uses", { ...bindings, answer: null }),
  rule("GET /layers/{id}/versions/{number}/files", "List the files of a version", {
    ...{ ...read, answer: z.array(layerEntrySchema) },
  }),
  rule("GET /layers/{id}/versions/{number}/file", "Get a file of a version", {
    ...{ ...read, query: layerFileQuerySchema, answer: zipFileSchema },
  }),
  rule("GET /layers/{id}/diff", "Compare two versions of a layer", {
    ...{ ...read, query: layerDiffQuerySchema, answer: layerDiffSchema },
  }),
  rule("GET /invocations", "List invocations", {
    ...{ ...operations, query: invocationQuerySchema, answer: pageSchema(invocationSchema) },
  }),
  rule("GET /invocations/{id}", "Get an invocation with all that belongs to it", {
    ...{ ...operations, answer: invocationDetailSchema },
  }),
  rule("GET /logs", "Search log lines", { ...operations, query: logQuerySchema, answer: logPageSchema }),
  rule("GET /logs/tail", "Follow log lines", {
    ...{ ...operations, query: logTailQuerySchema, answer: logLineSchema, stream: "events" },
  }),
  rule("GET /logs/export", "Export log lines", {
    ...{ ...operations, query: logExportQuerySchema, answer: logLineSchema, stream: "lines" },
  }),
  rule("GET /invocations/{id}/payload", "Read what went into a recorded invocation and what came out", {
    ...{ ...payloads, answer: recordedPayloadSchema },
  }),
  rule("POST /invocations/{id}/replays", "Run a recorded invocation again", {
    ...{ ...deploy, alsoScope: "invocations:read", body: startReplaySchema, answer: replaySchema, status: 201 },
  }),
  rule("GET /replays/{id}", "Get a replay with what differs", { ...payloads, query: wait, answer: replaySchema }),
  rule("GET /recording-policy", "Get what of its payloads the tenant records", {
    ...{ ...tenant, answer: recordingPolicySchema },
  }),
  rule("PUT /recording-policy", "Set what of its payloads the tenant records", {
    ...{ ...owner, body: setRecordingPolicySchema, answer: recordingPolicySchema },
  }),
  rule("GET /dead-letters", "List dead letters", {
    ...{ ...operations, query: deadLetterQuerySchema, answer: pageSchema(deadLetterSchema) },
  }),
  rule("POST /dead-letters/redrive", "Run dead letters again", {
    ...{ ...deploy, body: chooseDeadLettersSchema, answer: changedDeadLettersSchema },
  }),
  rule("POST /dead-letters/discard", "Discard dead letters", {
    ...{ ...deploy, body: chooseDeadLettersSchema, answer: changedDeadLettersSchema },
  }),
  rule("POST /dead-letters/restore", "Take back that dead letters were discarded", {
    ...{ ...deploy, body: restoreDeadLettersSchema, answer: changedDeadLettersSchema },
  }),
  rule("GET /accepted-invocations", "List accepted invocations, those that wait first of all", {
    ...{ ...operations, query: acceptedQuerySchema, answer: pageSchema(acceptedInvocationSchema) },
  }),
  rule("POST /accepted-invocations/{id}/cancel", "Cancel an accepted invocation that has not begun", {
    ...{ ...deploy, answer: null },
  }),
  rule("GET /records/{type}", "List records", {
    ...{ ...operations, query: z.object({ limit: z.coerce.number().int().optional() }), answer: z.array(recordSchema) },
  }),
  rule("GET /record-types", "List record types", { ...read, answer: z.array(recordTypeSchema) }),
  rule("GET /credentials", "List credentials", { ...tenant, answer: z.array(credentialSchema) }),
  rule("POST /credentials", "Create a credential", {
    ...{ ...credentials, body: createCredentialSchema, answer: credentialSchema, status: 201 },
  }),
  rule("PUT /credentials/{id}", "Rotate a credential", {
    ...{ ...credentials, body: rotateCredentialSchema, answer: credentialSchema },
  }),
  rule("DELETE /credentials/{id}", "Delete a credential", { ...credentials, answer: null }),
  rule("GET /schedules", "List schedules", { ...read, answer: z.array(scheduleSchema) }),
  rule("POST /schedules", "Create a schedule", {
    ...{ ...bindings, body: createScheduleSchema, answer: scheduleSchema, status: 201 },
  }),
  rule("POST /schedules/preview", "Tell when a schedule would run", {
    ...{ ...read, body: previewScheduleSchema, answer: schedulePreviewSchema },
  }),
  rule("PATCH /schedules/{id}", "Change or pause a schedule", {
    ...{ ...bindings, body: updateScheduleSchema, answer: scheduleSchema },
  }),
  rule("DELETE /schedules/{id}", "Delete a schedule", { ...bindings, answer: null }),
  rule("GET /webhooks", "List webhooks", { ...tenant, answer: z.array(webhookSchema) }),
  rule("POST /webhooks", "Create a webhook", {
    ...{ ...credentials, body: createWebhookSchema, answer: createdWebhookSchema, status: 201 },
  }),
  rule("POST /webhooks/{id}/rotate", "Give a webhook a new signing secret; the one before signs too for a day", {
    ...{ ...credentials, answer: createdWebhookSchema },
  }),
  rule("POST /webhooks/{id}/test", "Send a message to a webhook, to try it", {
    ...{ ...credentials, answer: webhookDeliverySchema, status: 201 },
  }),
  rule("DELETE /webhooks/{id}", "Delete a webhook", { ...credentials, answer: null }),
  rule("GET /webhooks/{id}/deliveries", "List a webhook's deliveries", {
    ...{ ...tenant, query: deliveryQuerySchema, answer: pageSchema(webhookDeliverySchema) },
  }),
  rule("POST /webhook-deliveries/{id}/redeliver", "Deliver to a webhook once more", {
    ...{ ...credentials, answer: webhookDeliverySchema },
  }),
  rule("GET /api-clients", "List API clients", { ...tenant, answer: z.array(apiClientSchema) }),
  rule("POST /api-clients", "Create an API client", {
    ...{ ...owner, body: createApiClientSchema, answer: createdApiClientSchema, status: 201 },
  }),
  rule("POST /api-clients/{id}/rotate", "Give an API client a new secret", {
    ...{ ...owner, body: rotateApiClientSchema, answer: createdApiClientSchema },
  }),
  rule("PUT /api-clients/{id}/key", "Give an API client that signs a new public key", {
    ...{ ...owner, body: rotateApiClientKeySchema, answer: apiClientSchema },
  }),
  rule("DELETE /api-clients/{id}", "Revoke an API client", { ...owner, answer: apiClientSchema }),
  rule("GET /members", "List members", { ...tenant, answer: z.array(memberSchema) }),
  rule("PATCH /members/{id}", "Change a member's role", {
    ...{ ...ownerInPerson, body: updateMemberSchema, answer: memberSchema },
  }),
  rule("DELETE /members/{id}", "Remove a member", { ...ownerInPerson, answer: null }),
  rule("POST /members/{id}/password-reset", "Make a link with which a member sets a new password", {
    ...{ ...ownerInPerson, answer: createdPasswordResetSchema, status: 201 },
  }),
  rule("GET /support-access", "List operators' access to the tenant, newest first", {
    ...{ ...tenant, answer: z.array(supportAccessSchema) },
  }),
  rule("POST /support-access/{id}/grant", "Grant an operator access for a time", {
    ...{ ...ownerInPerson, body: grantAccessSchema, answer: supportAccessSchema },
  }),
  rule("DELETE /support-access/{id}", "Decline or end an operator's access", {
    ...{ ...ownerInPerson, answer: supportAccessSchema },
  }),
  rule("GET /invitations", "List invitations that wait", { ...tenant, answer: z.array(invitationSchema) }),
  rule("POST /invitations", "Invite somebody by e-mail and link", {
    ...{ ...ownerInPerson, body: createInvitationSchema, answer: createdInvitationSchema, status: 201 },
  }),
  rule("DELETE /invitations/{id}", "Revoke an invitation", { ...ownerInPerson, answer: null }),
  rule("GET /audit", "List audit events", { ...tenant, query: page, answer: pageSchema(auditEventSchema) }),
  rule("GET /alerts", "List alert rules", { ...operations, answer: z.array(alertRuleSchema) }),
  rule("POST /alerts", "Create an alert rule", {
    ...{ ...bindings, body: saveAlertRuleSchema, answer: alertRuleSchema, status: 201 },
  }),
  rule("PUT /alerts/{id}", "Change an alert rule", {
    ...{ ...bindings, body: saveAlertRuleSchema, answer: alertRuleSchema },
  }),
  rule("DELETE /alerts/{id}", "Delete an alert rule", { ...bindings, answer: null }),
  rule("POST /alerts/{id}/mute", "Mute an alert rule; 0 minutes ends it", {
    ...{ ...bindings, body: muteAlertSchema, answer: alertRuleSchema },
  }),
  rule("POST /alerts/{id}/test", "Tell those whom an alert rule tells, to try it", {
    ...{ ...bindings, answer: alertEventSchema },
  }),
  rule("GET /alert-events", "List what alert rules told, newest first", {
    ...{ ...operations, answer: z.array(alertEventSchema) },
  }),
  rule("GET /stops", "List what keeps calls from going through now", { ...tenant, answer: z.array(stopSchema) }),
  rule("GET /quotas", "Get quotas", { ...tenant, answer: quotasSchema }),
  rule("GET /access-tokens", "List personal access tokens", { ...person, answer: z.array(accessTokenSchema) }),
  rule("POST /access-tokens", "Create a personal access token", {
    ...{ ...person, body: createAccessTokenSchema, answer: createdAccessTokenSchema, status: 201 },
  }),
  rule("DELETE /access-tokens/{id}", "Revoke a personal access token", { ...person, answer: accessTokenSchema }),
];
