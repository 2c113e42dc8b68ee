-- Demographic cells and what they coarsen to: age x gender x occupation, age x gender, age, all.
INSERT INTO part
SELECT 'group', value_id, given,
       CASE cell WHEN 0 THEN given - 'occupation' WHEN 1 THEN given - 'gender' WHEN 3 THEN given - 'age' END,
       CASE WHEN cell < 7 THEN '{}'::jsonb END,
       2, n, n, share, excess, square
FROM (
    SELECT t.value_id, grouping(u.age_band, u.gender, u.occupation) AS cell,
           jsonb_strip_nulls(jsonb_build_object('age', u.age_band, 'gender', u.gender, 'occupation', u.occupation)) AS given,
           count(u.age_band) AS aged, count(u.gender) AS gendered, count(u.occupation) AS occupied,
           count(*) AS n, sum(t.share) AS share, sum(t.excess) AS excess, sum(t.excess * t.excess) AS square
    FROM taste t JOIN person p ON p.id = t.person_id JOIN app_user u ON u.id = p.user_id
    GROUP BY GROUPING SETS (
        (t.value_id), (t.value_id, u.age_band), (t.value_id, u.age_band, u.gender),
        (t.value_id, u.age_band, u.gender, u.occupation))
) AS cells
WHERE n >= (SELECT floor FROM rule)
  AND (cell = 7 OR (SELECT sensitive FROM rule)
       AND aged > 0 AND (cell > 1 OR gendered > 0) AND (cell > 0 OR occupied > 0));
