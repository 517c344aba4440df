/** The envelope's context of a credential: its row does not open in another tenant's or another credential's place. */
export function credentialContext(tenantId: string, credentialId: string): string {
  return `credential:${tenantId}:${credentialId}`;
}
