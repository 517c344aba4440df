/** The envelope's context of a webhook's secret: its row does not open in another one's place. */
export function webhookContext(tenantId: string, webhookId: string): string {
  return `webhook:${tenantId}:${webhookId}`;
}
