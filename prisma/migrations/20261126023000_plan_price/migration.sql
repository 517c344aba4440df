-- What a tenant pays for its plan in a month, in cents of a US dollar; null where it is not known.
ALTER TABLE plans ADD COLUMN price_cents integer CHECK (price_cents >= 0);
