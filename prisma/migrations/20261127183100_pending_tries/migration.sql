-- What a worker's death left pending is looked for every few minutes.
CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (created_at) WHERE state = 'pending';
CREATE INDEX mails_queued ON mails (created_at) WHERE state = 'queued';
