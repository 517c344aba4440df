-- A roll-out brings a layer's version, or a successor of a runtime, to every function that has an older one: one
-- machinery, so one pair of tables.
ALTER TYPE layer_rollout_state RENAME TO rollout_state;
ALTER TYPE rollout_state ADD VALUE 'testing' BEFORE 'running';
ALTER TYPE rollout_state ADD VALUE 'tested' BEFORE 'running';
ALTER TYPE layer_rollout_item_state RENAME TO rollout_item_state;

ALTER TABLE layer_rollouts RENAME TO rollouts;
ALTER TABLE rollouts RENAME CONSTRAINT layer_rollouts_pkey TO rollouts_pkey;
ALTER TABLE rollouts RENAME CONSTRAINT layer_rollouts_layer_version_id_fkey TO rollouts_layer_version_id_fkey;
ALTER INDEX layer_rollouts_layer_version_id_idx RENAME TO rollouts_layer_version_id_idx;
ALTER INDEX layer_rollouts_state_idx RENAME TO rollouts_state_idx;
ALTER TABLE rollouts ALTER COLUMN layer_version_id DROP NOT NULL;
ALTER TABLE rollouts ADD COLUMN from_runtime text;
ALTER TABLE rollouts ADD COLUMN to_runtime text;
ALTER TABLE rollouts ADD CONSTRAINT rollouts_one_kind CHECK (
  num_nonnulls(layer_version_id, from_runtime) = 1 AND (from_runtime IS NULL) = (to_runtime IS NULL)
);

ALTER TABLE layer_rollout_items RENAME TO rollout_items;
ALTER TABLE rollout_items RENAME CONSTRAINT layer_rollout_items_pkey TO rollout_items_pkey;
ALTER TABLE rollout_items RENAME CONSTRAINT layer_rollout_items_rollout_id_fkey TO rollout_items_rollout_id_fkey;
ALTER TABLE rollout_items RENAME CONSTRAINT layer_rollout_items_tenant_id_fkey TO rollout_items_tenant_id_fkey;
ALTER TABLE rollout_items RENAME CONSTRAINT layer_rollout_items_function_id_fkey TO rollout_items_function_id_fkey;
ALTER INDEX layer_rollout_items_rollout_id_function_id_key RENAME TO rollout_items_rollout_id_function_id_key;
ALTER INDEX layer_rollout_items_rollout_id_state_idx RENAME TO rollout_items_rollout_id_state_idx;
ALTER INDEX layer_rollout_items_tenant_id_idx RENAME TO rollout_items_tenant_id_idx;
ALTER INDEX layer_rollout_items_function_id_idx RENAME TO rollout_items_function_id_idx;
-- What the function's test events came to on the new runtime, before anything is deployed; null where nothing is tested.
ALTER TABLE rollout_items ADD COLUMN test text CHECK (test IN ('waiting', 'running', 'passed', 'failed', 'none'));
ALTER TABLE rollout_items ADD COLUMN suite_id uuid;

-- Who uses which runtime is asked of every live release; its content holds all of the source.
ALTER TABLE releases ADD COLUMN runtime text GENERATED ALWAYS AS (content->>'runtime') STORED;

-- The tenant's word: campaigns leave this function on its runtime.
ALTER TABLE functions ADD COLUMN keeps_runtime boolean NOT NULL DEFAULT false;
