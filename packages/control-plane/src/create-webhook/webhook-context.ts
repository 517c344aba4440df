/** The envelope's context of a webhook's secret: its row does not open in another one's place. Null: the operators'. */
export function webhookContext(tenantId: string | null, webhookId: string): string {
  return `webhook:${tenantId ?? "operators"}:${webhookId}`;
}
