import { type DraftContent, type EgressRule, platformHosts } from "@annex/contract";

const platformRules: readonly EgressRule[] = Object.values(platformHosts).map((host) => ({ host, port: 80 }));

/** What a function may reach: its own rules, and the platform's API where it holds OAuth2 credentials for it. */
export function egressOf(content: DraftContent, oauth2Credentials: ReadonlySet<string>): EgressRule[] {
  const callsPlatform = content.mapping.parameters.some(
    ({ source }) => source.kind === "credential" && oauth2Credentials.has(source.credential),
  );
  return [...content.egress, ...(callsPlatform ? platformRules : [])];
}
