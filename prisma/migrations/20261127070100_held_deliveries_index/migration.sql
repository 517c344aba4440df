-- What waits for its tenant is looked for every few seconds.
CREATE INDEX webhook_deliveries_held ON webhook_deliveries (created_at) WHERE state = 'held';
