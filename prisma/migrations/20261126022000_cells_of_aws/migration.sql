-- A cell of AWS: the closed network that its functions are attached to, whether it takes new tenants, and whether the
-- worker could use it when it last tried.
ALTER TABLE cells
  ADD COLUMN subnet_ids text[] NOT NULL DEFAULT '{}',
  ADD COLUMN security_group_ids text[] NOT NULL DEFAULT '{}',
  ADD COLUMN accepts_tenants boolean NOT NULL DEFAULT true,
  ADD COLUMN checked_at timestamptz,
  ADD COLUMN check_error text;
