-- How many people the shop has; seed, day and number give the same shop again.
ALTER TABLE demo_shop ADD COLUMN people int NOT NULL DEFAULT 600;
