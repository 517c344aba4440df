-- What a cell's account may have and has, as Lambda told the worker last (GetAccountSettings).
ALTER TABLE cells ADD COLUMN capacity jsonb, ADD COLUMN capacity_at timestamptz;
