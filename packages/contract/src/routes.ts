const segment = encodeURIComponent;

/** Paths of the portal's API. Each capability has one route; the folder of its handler has the same name. */
export const portalRoutes = {
  functions: () => "/api/v1/functions",
  function: (name: string) => `/api/v1/functions/${segment(name)}`,
  draft: (name: string) => `${portalRoutes.function(name)}/draft`,
  upload: (name: string) => `${portalRoutes.function(name)}/draft/upload`,
  /** `?path=lib/a.js&release=3`: one file of an uploaded zip, the draft's without a release. */
  zipFile: (name: string) => `${portalRoutes.function(name)}/zip-file`,
  /** The types that the draft's packages bring along; POST asks for them. */
  packageTypes: (name: string) => `${portalRoutes.function(name)}/package-types`,
  testEvents: (name: string) => `${portalRoutes.function(name)}/test-events`,
  testEvent: (name: string, id: string) => `${portalRoutes.testEvents(name)}/${segment(id)}`,
  testRuns: (name: string) => `${portalRoutes.function(name)}/test-runs`,
  testRun: (name: string, id: string) => `${portalRoutes.testRuns(name)}/${segment(id)}`,
  deployments: (name: string) => `${portalRoutes.function(name)}/deployments`,
  /** Server-sent events: `deployment` whenever it changes. */
  deploymentEvents: (name: string, id: string) => `${portalRoutes.deployments(name)}/${segment(id)}/events`,
  deployment: (name: string, id: string) => `${portalRoutes.deployments(name)}/${segment(id)}`,
  deploymentMetrics: (name: string, id: string) => `${portalRoutes.deployment(name, id)}/metrics`,
  promotions: (name: string, id: string) => `${portalRoutes.deployment(name, id)}/promotions`,
  abort: (name: string, id: string) => `${portalRoutes.deployment(name, id)}/abort`,
  /** PUT freezes a shift at its share, DELETE lets it go on. */
  freeze: (name: string, id: string) => `${portalRoutes.deployment(name, id)}/freeze`,
  releases: (name: string) => `${portalRoutes.function(name)}/releases`,
  release: (name: string, number: number) => `${portalRoutes.releases(name)}/${number}`,
  /** `?from=3&to=4`; either may be `draft`. */
  releaseDiff: (name: string) => `${portalRoutes.function(name)}/release-diff`,
  testSuites: (name: string) => `${portalRoutes.function(name)}/test-suites`,
  testSuite: (name: string, id: string) => `${portalRoutes.testSuites(name)}/${segment(id)}`,
  rollbacks: (name: string) => `${portalRoutes.function(name)}/rollbacks`,
  retryPolicy: (name: string) => `${portalRoutes.function(name)}/retry-policy`,
  /** `?range=`: what went wrong, each kind once. */
  functionErrors: (name: string) => `${portalRoutes.function(name)}/errors`,
  functionMetrics: (name: string) => `${portalRoutes.function(name)}/metrics`,
  /** Deleted functions, for 30 days. */
  quotas: () => "/api/v1/quotas",
  /** What keeps the tenant's calls from going through now. */
  stops: () => "/api/v1/stops",
  bin: () => "/api/v1/bin",
  binned: (id: string) => `/api/v1/bin/${segment(id)}`,
  restore: (id: string) => `${portalRoutes.binned(id)}/restore`,
  templates: () => "/api/v1/templates",
  extensionPoints: () => "/api/v1/extension-points",
  layers: () => "/api/v1/layers",
  layer: (id: string) => `/api/v1/layers/${segment(id)}`,
  layerVersions: (id: string) => `${portalRoutes.layer(id)}/versions`,
  layerVersion: (id: string, number: number) => `${portalRoutes.layerVersions(id)}/${number}`,
  layerFiles: (id: string, number: number) => `${portalRoutes.layerVersion(id, number)}/files`,
  /** `?path=`: one file of a version. */
  layerFile: (id: string, number: number) => `${portalRoutes.layerVersion(id, number)}/file`,
  /** `?from=1&to=2`. */
  layerDiff: (id: string) => `${portalRoutes.layer(id)}/diff`,
  bindings: () => "/api/v1/bindings",
  binding: (id: string) => `/api/v1/bindings/${segment(id)}`,
  invocations: () => "/api/v1/invocations",
  /** By its own ID, by Lambda's request ID, or by the one that an accepted invocation was answered with. */
  invocation: (id: string) => `/api/v1/invocations/${segment(id)}`,
  /** What went into a recorded run and what came out. */
  payload: (id: string) => `${portalRoutes.invocations()}/${segment(id)}/payload`,
  replays: (id: string) => `${portalRoutes.invocations()}/${segment(id)}/replays`,
  /** `?wait=20`: answers when it is done, or after these seconds. */
  replay: (id: string) => `/api/v1/replays/${segment(id)}`,
  recordingPolicy: () => "/api/v1/recording-policy",
  recordedRuns: (name: string) => `${portalRoutes.function(name)}/recorded-runs`,
  recordedTestEvents: (name: string) => `${portalRoutes.testEvents(name)}/recorded`,
  deadLetters: () => "/api/v1/dead-letters",
  redriveDeadLetters: () => "/api/v1/dead-letters/redrive",
  discardDeadLetters: () => "/api/v1/dead-letters/discard",
  logs: () => "/api/v1/logs",
  /** Server-sent events: `line` for each new one, `behind` where more came than a tail catches up with. */
  logTail: () => "/api/v1/logs/tail",
  /** The same filters as the list; one line a line, as JSON. */
  logExport: () => "/api/v1/logs/export",
  records: (type: string) => `/api/v1/records/${segment(type)}`,
  recordTypes: () => "/api/v1/record-types",
  credentials: () => "/api/v1/credentials",
  credential: (id: string) => `/api/v1/credentials/${segment(id)}`,
  schedules: () => "/api/v1/schedules",
  schedule: (id: string) => `/api/v1/schedules/${segment(id)}`,
  webhooks: () => "/api/v1/webhooks",
  webhook: (id: string) => `/api/v1/webhooks/${segment(id)}`,
  apiClients: () => "/api/v1/api-clients",
  apiClient: (id: string) => `/api/v1/api-clients/${segment(id)}`,
  accessTokens: () => "/api/v1/access-tokens",
  accessToken: (id: string) => `/api/v1/access-tokens/${segment(id)}`,
  openApi: () => "/api/v1/openapi.json",
  rotateApiClient: (id: string) => `${portalRoutes.apiClient(id)}/rotate`,
  members: () => "/api/v1/members",
  member: (id: string) => `/api/v1/members/${segment(id)}`,
  memberPasswordReset: (id: string) => `${portalRoutes.member(id)}/password-reset`,
  invitations: () => "/api/v1/invitations",
  invitation: (id: string) => `/api/v1/invitations/${segment(id)}`,
  /** POST with a link's secret, signed in or not: in the body, where no log keeps it. */
  openInvitation: () => "/api/v1/invitations/open",
  acceptInvitation: () => "/api/v1/invitations/accept",
  openPasswordReset: () => "/api/v1/password-resets/open",
  resetPassword: () => "/api/v1/password-resets/use",
  account: () => "/api/v1/account",
  password: () => "/api/v1/account/password",
  /** POST begins, PUT confirms, DELETE ends the second factor. */
  totp: () => "/api/v1/account/totp",
  sessions: () => "/api/v1/account/sessions",
  session: (id: string) => `/api/v1/account/sessions/${segment(id)}`,
  audit: () => "/api/v1/audit",
  operator: {
    overview: () => "/api/v1/operator/overview",
    /** `?range=&tenant=`: the time series of all tenants, or of the one with this ID. */
    metrics: () => "/api/v1/operator/metrics",
    recordTypes: () => "/api/v1/operator/record-types",
    recordType: (key: string) => `/api/v1/operator/record-types/${segment(key)}`,
    tenants: () => "/api/v1/operator/tenants",
    tenant: (id: string) => `/api/v1/operator/tenants/${segment(id)}`,
    suspend: (id: string) => `/api/v1/operator/tenants/${segment(id)}/suspend`,
    resume: (id: string) => `/api/v1/operator/tenants/${segment(id)}/resume`,
    tenantFunctions: (id: string) => `/api/v1/operator/tenants/${segment(id)}/functions`,
    tenantMembers: (id: string) => `/api/v1/operator/tenants/${segment(id)}/members`,
    tenantInvitations: (id: string) => `/api/v1/operator/tenants/${segment(id)}/invitations`,
    userPasswordReset: (id: string) => `/api/v1/operator/users/${segment(id)}/password-reset`,
    plans: () => "/api/v1/operator/plans",
    plan: (key: string) => `/api/v1/operator/plans/${segment(key)}`,
    tenantPlan: (id: string) => `/api/v1/operator/tenants/${segment(id)}/plan`,
    extensionPoints: () => "/api/v1/operator/extension-points",
    extensionPoint: (key: string) => `/api/v1/operator/extension-points/${segment(key)}`,
    /** POST a changed contract: which bindings would it break? */
    extensionPointImpact: (key: string) => `/api/v1/operator/extension-points/${segment(key)}/impact`,
    extensionPointVersions: (key: string) => `/api/v1/operator/extension-points/${segment(key)}/versions`,
    layers: () => "/api/v1/operator/layers",
    layer: (id: string) => `/api/v1/operator/layers/${segment(id)}`,
    layerVersions: (id: string) => `${portalRoutes.operator.layer(id)}/versions`,
    layerVersion: (id: string, number: number) => `${portalRoutes.operator.layerVersions(id)}/${number}`,
    layerFiles: (id: string, number: number) => `${portalRoutes.operator.layerVersion(id, number)}/files`,
    layerFile: (id: string, number: number) => `${portalRoutes.operator.layerVersion(id, number)}/file`,
    layerDiff: (id: string) => `${portalRoutes.operator.layer(id)}/diff`,
    layerRollouts: (id: string) => `${portalRoutes.operator.layer(id)}/rollouts`,
    layerRollout: (id: string) => `/api/v1/operator/layer-rollouts/${segment(id)}`,
    cells: () => "/api/v1/operator/cells",
    tenantFunction: (id: string, name: string) => `${portalRoutes.operator.tenantFunctions(id)}/${segment(name)}`,
    /** The release's code; that it was read is in the tenant's audit trail. */
    tenantRelease: (id: string, name: string, number: number) =>
      `${portalRoutes.operator.tenantFunction(id, name)}/releases/${number}`,
    /** `?month=&by=&tenant=`: what a month's invocations cost. */
    costs: () => "/api/v1/operator/costs",
    audit: () => "/api/v1/operator/audit",
    /** E-mails of the platform, newest first. */
    mails: () => "/api/v1/operator/mails",
    mail: (id: string) => `/api/v1/operator/mails/${segment(id)}`,
    auditVerification: () => "/api/v1/operator/audit/verification",
    budgets: () => "/api/v1/operator/budgets",
    budget: (id: string) => `/api/v1/operator/budgets/${segment(id)}`,
    /** POST lifts what it stops, DELETE lets it act again. */
    budgetLift: (id: string) => `${portalRoutes.operator.budget(id)}/lift`,
    /** PUT: of the tenant, or of one of its functions. */
    tenantBudget: (id: string) => `/api/v1/operator/tenants/${segment(id)}/budget`,
    suspension: (id: string) => `/api/v1/operator/tenants/${segment(id)}/suspension`,
    pauses: () => "/api/v1/operator/pauses",
    pause: (id: string) => `/api/v1/operator/pauses/${segment(id)}`,
    selfTests: () => "/api/v1/operator/self-tests",
    selfTest: (id: string) => `/api/v1/operator/self-tests/${segment(id)}`,
  },
} as const;

/** Paths of the data plane's API. */
export const dataPlaneRoutes = {
  extensionPointInvocations: (key: string) => `/v1/extension-points/${segment(key)}/invocations`,
  functionInvocations: (name: string) => `/v1/functions/${segment(name)}/invocations`,
  invocation: (id: string) => `/v1/invocations/${segment(id)}`,
  cancelInvocation: (id: string) => `/v1/invocations/${segment(id)}/cancel`,
  replayInvocation: (id: string) => `/v1/invocations/${segment(id)}/replay`,
  replay: (id: string) => `/v1/replays/${segment(id)}`,
  deadLetters: () => "/v1/dead-letters",
  redriveDeadLetters: () => "/v1/dead-letters/redrive",
  discardDeadLetters: () => "/v1/dead-letters/discard",
  invocationLogs: (id: string) => `/v1/invocations/${segment(id)}/logs`,
  records: (type: string) => `/v1/records/${segment(type)}`,
  record: (type: string, id: string) => `/v1/records/${segment(type)}/${segment(id)}`,
} as const;
