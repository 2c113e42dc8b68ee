-- Months of the year, in UTC; the whole is all of them, a person being in it once a month. Who said something in other months, too, is
-- of the rest: a month's own are those of no other.
INSERT INTO part
SELECT 'season', value_id, CASE WHEN month IS NULL THEN '{}'::jsonb ELSE jsonb_build_object('month', month + 1) END,
       CASE WHEN month IS NOT NULL THEN '{}'::jsonb END, CASE WHEN month IS NOT NULL THEN '{}'::jsonb END,
       CASE WHEN month IS NULL THEN 3 * 12 ELSE 5 END,
       CASE WHEN month IS NULL THEN count(*) FILTER (WHERE place = 1) ELSE count(*) FILTER (WHERE months = 1) END,
       count(*), sum(share), sum(excess), sum(excess * excess)
FROM (
    SELECT m.value_id, m.month, m.place, m.months, m.share, greatest(-500000, least(500000, m.share - t.level)) AS excess
    FROM (SELECT person_id, value_id, month % 12 AS month, 1000000 * sum(liked) / sum(said) AS share,
                 row_number() OVER own AS place, count(*) OVER own AS months
          FROM opinion GROUP BY person_id, value_id, month % 12 WINDOW own AS (PARTITION BY person_id, value_id)) AS m
    JOIN taste t ON t.person_id = m.person_id AND t.value_id = m.value_id
) AS monthly
GROUP BY GROUPING SETS ((value_id), (value_id, month))
HAVING month IS NULL OR count(*) >= (SELECT floor FROM rule);
