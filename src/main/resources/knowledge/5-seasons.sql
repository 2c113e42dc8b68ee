-- Months of the year, in UTC; the whole is all of them, a person being in it once a month. Who said something in other months, too, is
-- of the rest: a month's own are those of no other. once: in one year alone people enough said something in it, so that it may be the year.
INSERT INTO part
SELECT 'season', value_id,
       CASE WHEN month IS NULL THEN '{}' WHEN bool_or(once) THEN jsonb_build_object('month', month + 1, 'once', true)
            ELSE jsonb_build_object('month', month + 1) END,
       CASE WHEN month IS NOT NULL THEN '{}'::jsonb END, CASE WHEN month IS NOT NULL THEN '{}'::jsonb END,
       CASE WHEN month IS NULL THEN 3 * 12 ELSE 5 END,
       CASE WHEN month IS NULL THEN count(*) FILTER (WHERE place = 1) ELSE count(*) FILTER (WHERE months = 1) END,
       count(*), sum(share), sum(excess), sum(excess * excess), CASE WHEN month IS NULL THEN 1 ELSE 11 END
FROM (
    SELECT m.value_id, m.month, m.place, m.months, m.share, greatest(-500000, least(500000, m.share - t.level)) AS excess, y.years = 1 AS once
    FROM (SELECT person_id, value_id, month % 12 AS month, 1000000 * sum(liked) / sum(said) AS share,
                 row_number() OVER own AS place, count(*) OVER own AS months
          FROM opinion GROUP BY person_id, value_id, month % 12 WINDOW own AS (PARTITION BY person_id, value_id)) AS m
    JOIN taste t ON t.person_id = m.person_id AND t.value_id = m.value_id
    LEFT JOIN (SELECT month % 12 AS month, count(*) AS years FROM peopled GROUP BY month % 12) AS y ON y.month = m.month
) AS monthly
GROUP BY GROUPING SETS ((value_id), (value_id, month))
HAVING month IS NULL OR count(*) >= (SELECT floor FROM rule);
