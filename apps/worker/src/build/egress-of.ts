import type { DraftContent, EgressRule } from "@annex/contract";

const platformHosts: readonly EgressRule[] = [
  { host: "api.annex.internal", port: 80 },
  { host: "identity.annex.internal", port: 80 },
];

/** What a function may reach: its own rules, and the platform's API where it holds OAuth2 credentials for it. */
export function egressOf(content: DraftContent, oauth2Credentials: ReadonlySet<string>): EgressRule[] {
  const callsPlatform = content.mapping.parameters.some(
    ({ source }) => source.kind === "credential" && oauth2Credentials.has(source.credential),
  );
  return [...content.egress, ...(callsPlatform ? platformHosts : [])];
}
