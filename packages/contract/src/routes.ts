const segment = encodeURIComponent;

/** Paths of the portal's API. Each capability has one route; the folder of its handler has the same name. */
export const portalRoutes = {
  functions: () => "/api/v1/functions",
  function: (name: string) => `/api/v1/functions/${segment(name)}`,
  draft: (name: string) => `${portalRoutes.function(name)}/draft`,
  upload: (name: string) => `${portalRoutes.function(name)}/draft/upload`,
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
  functionMetrics: (name: string) => `${portalRoutes.function(name)}/metrics`,
  /** Deleted functions, for 30 days. */
  quotas: () => "/api/v1/quotas",
  bin: () => "/api/v1/bin",
  binned: (id: string) => `/api/v1/bin/${segment(id)}`,
  restore: (id: string) => `${portalRoutes.binned(id)}/restore`,
  templates: () => "/api/v1/templates",
  extensionPoints: () => "/api/v1/extension-points",
  bindings: () => "/api/v1/bindings",
  binding: (id: string) => `/api/v1/bindings/${segment(id)}`,
  invocations: () => "/api/v1/invocations",
  logs: () => "/api/v1/logs",
  records: (type: string) => `/api/v1/records/${segment(type)}`,
  recordTypes: () => "/api/v1/record-types",
  credentials: () => "/api/v1/credentials",
  credential: (id: string) => `/api/v1/credentials/${segment(id)}`,
  apiClients: () => "/api/v1/api-clients",
  apiClient: (id: string) => `/api/v1/api-clients/${segment(id)}`,
  accessTokens: () => "/api/v1/access-tokens",
  accessToken: (id: string) => `/api/v1/access-tokens/${segment(id)}`,
  openApi: () => "/api/v1/openapi.json",
  members: () => "/api/v1/members",
  audit: () => "/api/v1/audit",
  operator: {
    overview: () => "/api/v1/operator/overview",
    /** `?range=&tenant=`: the time series of all tenants, or of the one with this ID. */
    metrics: () => "/api/v1/operator/metrics",
    recordTypes: () => "/api/v1/operator/record-types",
    tenants: () => "/api/v1/operator/tenants",
    tenant: (id: string) => `/api/v1/operator/tenants/${segment(id)}`,
    suspend: (id: string) => `/api/v1/operator/tenants/${segment(id)}/suspend`,
    resume: (id: string) => `/api/v1/operator/tenants/${segment(id)}/resume`,
    tenantFunctions: (id: string) => `/api/v1/operator/tenants/${segment(id)}/functions`,
    plans: () => "/api/v1/operator/plans",
    plan: (key: string) => `/api/v1/operator/plans/${segment(key)}`,
    tenantPlan: (id: string) => `/api/v1/operator/tenants/${segment(id)}/plan`,
    extensionPoints: () => "/api/v1/operator/extension-points",
    cells: () => "/api/v1/operator/cells",
    audit: () => "/api/v1/operator/audit",
  },
} as const;

/** Paths of the data plane's API. */
export const dataPlaneRoutes = {
  extensionPointInvocations: (key: string) => `/v1/extension-points/${segment(key)}/invocations`,
  functionInvocations: (name: string) => `/v1/functions/${segment(name)}/invocations`,
  invocation: (id: string) => `/v1/invocations/${segment(id)}`,
  invocationLogs: (id: string) => `/v1/invocations/${segment(id)}/logs`,
  records: (type: string) => `/v1/records/${segment(type)}`,
  record: (type: string, id: string) => `/v1/records/${segment(type)}/${segment(id)}`,
} as const;
