-- A function whose traffic is being shifted is passed over, and has its turn when that has ended.
ALTER TABLE "rollout_items" ADD COLUMN "held" BOOLEAN NOT NULL DEFAULT false;
