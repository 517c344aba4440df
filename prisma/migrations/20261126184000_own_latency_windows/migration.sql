-- What a tenant's calls spent outside its functions is kept summed too, for the page of the tenants' table that is shown.
-- The sums are of the rollups: the worker makes them anew.
DELETE FROM range_windows;
ALTER TABLE tenant_windows ADD COLUMN own_keys smallint[] NOT NULL, ADD COLUMN own_counts bigint[] NOT NULL;
