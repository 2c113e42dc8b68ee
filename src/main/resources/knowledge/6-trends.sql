-- The last twelve months, beside the same months of the year before, so that no season looks like a trend.
INSERT INTO part
WITH span AS (SELECT min(month) AS first, max(month) AS last FROM opinion),
yearly AS (
    SELECT m.value_id, m.lately, m.share, greatest(-500000, least(500000, m.share - t.level)) AS excess
    FROM (SELECT o.person_id, o.value_id, o.month > s.last - 12 AS lately, 1000000 * sum(o.liked) / sum(o.said) AS share
          FROM opinion o, span s
          WHERE o.month > s.last - 12 AND o.month - 12 >= s.first OR o.month > s.last - 24 AND o.month <= s.last - 12
          GROUP BY o.person_id, o.value_id, o.month > s.last - 12) AS m
    JOIN taste t ON t.person_id = m.person_id AND t.value_id = m.value_id
)
SELECT 'trend', value_id, CASE WHEN lately THEN '{"months": 12}'::jsonb ELSE '{}' END,
       CASE WHEN lately THEN '{}'::jsonb END, CASE WHEN lately THEN '{}'::jsonb END,
       CASE WHEN lately THEN 5 ELSE 3 * 2 END, count(*), count(*), sum(share), sum(excess), sum(excess * excess)
FROM (SELECT value_id, true AS lately, share, excess FROM yearly WHERE lately
      UNION ALL SELECT value_id, false, share, excess FROM yearly) AS sides
GROUP BY value_id, lately HAVING NOT lately OR count(*) >= (SELECT floor FROM rule);
