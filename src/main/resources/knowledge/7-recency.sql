-- Whether a taste fades: how often a person's opinions on a value in one month lean as those in the month before did, beside opinions that
-- follow six calendar months later or more. Here a share is that of pairs that lean the same way, of those that lean at all; an excess
-- how far it is above a half.
INSERT INTO part
WITH monthly AS (
    SELECT o.person_id, o.value_id, o.month, greatest(-500000, least(500000, 1000000::bigint * o.liked / o.said - t.level)) AS lean
    FROM opinion o JOIN taste t ON t.person_id = o.person_id AND t.value_id = o.value_id
), pair AS (
    SELECT person_id, value_id, month - lag(month) OVER history AS gap, sign(lean) * sign(lag(lean) OVER history) AS agreement
    FROM monthly WINDOW history AS (PARTITION BY person_id, value_id ORDER BY month)
), agreeing AS (
    SELECT value_id, gap = 1 AS soon, 1000000 * count(*) FILTER (WHERE agreement > 0) / count(*) AS share
    FROM pair WHERE (gap = 1 OR gap >= 6) AND agreement <> 0 GROUP BY person_id, value_id, gap = 1
)
SELECT 'recency', value_id, CASE WHEN soon THEN '{"within": 1}'::jsonb ELSE '{}' END,
       CASE WHEN soon THEN '{}'::jsonb END, CASE WHEN soon THEN '{}'::jsonb END,
       CASE WHEN soon THEN 5 ELSE 3 * 2 END, count(*), count(*), sum(share), sum(excess), sum(excess * excess)
FROM (SELECT value_id, true AS soon, share, share - 500000 AS excess FROM agreeing WHERE soon
      UNION ALL SELECT value_id, false, share, share - 500000 FROM agreeing) AS sides
GROUP BY value_id, soon HAVING NOT soon OR count(*) >= (SELECT floor FROM rule);
