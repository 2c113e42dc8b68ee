-- Demo shops that were loaded, so that one that was interrupted goes on, and one that was removed does not come back by
-- itself. until: the day of its last events; seed and day give the same shop again.
CREATE TABLE demo_shop (
    id           uuid PRIMARY KEY DEFAULT uuidv7(),
    seed         bigint NOT NULL,
    until        timestamptz NOT NULL,
    completed_at timestamptz,
    removed_at   timestamptz
);
CREATE UNIQUE INDEX demo_shop_current ON demo_shop ((true)) WHERE removed_at IS NULL;
INSERT INTO demo_shop (seed, until, completed_at)
SELECT 2026, date_trunc('day', min(created_at), 'UTC'), now() FROM domain WHERE demo HAVING count(*) > 0;
