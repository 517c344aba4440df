-- What a suspended tenant's webhooks were to be told waits until it is resumed.
ALTER TYPE delivery_state ADD VALUE 'held';
