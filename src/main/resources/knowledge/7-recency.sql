-- Whether a taste fades: how far two opinions of a person on a value, one after the other, lean the same way when a month or less
-- lies between them, beside half a year or more. Here a share is that of pairs that lean the same way, an excess their product.
INSERT INTO part
WITH monthly AS (
    SELECT o.person_id, o.value_id, o.month, greatest(-500000, least(500000, 1000000::bigint * o.liked / o.said - t.level)) AS lean
    FROM opinion o JOIN taste t ON t.person_id = o.person_id AND t.value_id = o.value_id
), pair AS (
    SELECT person_id, value_id, month - lag(month) OVER history AS gap, lean * lag(lean) OVER history / 1000000 AS product
    FROM monthly WINDOW history AS (PARTITION BY person_id, value_id ORDER BY month)
), mean AS (
    SELECT value_id, gap = 1 AS soon, 1000000 * count(*) FILTER (WHERE product > 0) / count(*) AS share,
           (sum(product) / count(*))::bigint AS excess
    FROM pair WHERE gap = 1 OR gap >= 6 GROUP BY person_id, value_id, gap = 1
)
SELECT 'recency', value_id, CASE WHEN soon THEN '{"within": 1}'::jsonb ELSE '{}' END,
       CASE WHEN soon THEN '{}'::jsonb END, CASE WHEN soon THEN '{}'::jsonb END,
       CASE WHEN soon THEN 5 ELSE 3 * 2 END, count(*), count(*), sum(share), sum(excess), sum(excess * excess)
FROM (SELECT value_id, true AS soon, share, excess FROM mean WHERE soon
      UNION ALL SELECT value_id, false, share, excess FROM mean) AS sides
GROUP BY value_id, soon HAVING NOT soon OR count(*) >= (SELECT floor FROM rule);
