/** Whom the platform's access tokens are for: the resource indicator at identity, `aud` at the data plane. */
export const platformAudience = "https://api.annex.internal/";

/** So many functions may call each other in a row. */
export const mostHops = 8;

/** Names under which functions reach the platform from inside their sandbox. */
export const platformHosts = { api: "api.annex.internal", identity: "identity.annex.internal" } as const;

/** Channel on which the data plane tells that invocations were recorded; the payload names functions by ID. */
export const invocationsChannel = "annex_invocations";
