-- The last twelve months, beside the same months of the year before, so that no season looks like a trend: those in which, in both years,
-- enough people said something, or one opinion of long ago would put months beside none. Fewer than half of a year are no trend.
INSERT INTO part
WITH late AS (
    SELECT month FROM peopled p
    WHERE month > (SELECT max(month) - 12 FROM peopled) AND EXISTS (SELECT FROM peopled b WHERE b.month = p.month - 12)
), side AS (
    SELECT m.month, m.lately
    FROM (SELECT month, true AS lately FROM late UNION ALL SELECT month - 12, false FROM late) AS m
    WHERE (SELECT count(*) FROM late) >= 6
), yearly AS (
    SELECT m.value_id, m.lately, m.share, greatest(-500000, least(500000, m.share - t.level)) AS excess
    FROM (SELECT o.person_id, o.value_id, s.lately, 1000000 * sum(o.liked) / sum(o.said) AS share
          FROM opinion o JOIN side s USING (month) GROUP BY o.person_id, o.value_id, s.lately) AS m
    JOIN taste t ON t.person_id = m.person_id AND t.value_id = m.value_id
)
SELECT 'trend', value_id, CASE WHEN lately THEN '{"months": 12}'::jsonb ELSE '{}' END,
       CASE WHEN lately THEN '{}'::jsonb END, CASE WHEN lately THEN '{}'::jsonb END,
       CASE WHEN lately THEN 5 ELSE 3 * 2 END, count(*), count(*), sum(share), sum(excess), sum(excess * excess)
FROM (SELECT value_id, true AS lately, share, excess FROM yearly WHERE lately
      UNION ALL SELECT value_id, false, share, excess FROM yearly) AS sides
GROUP BY value_id, lately HAVING NOT lately OR count(*) >= (SELECT floor FROM rule);
