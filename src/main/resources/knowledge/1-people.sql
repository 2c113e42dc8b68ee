-- kb_person, as the interactions say it now. Only people whose interactions, or whose items' words, changed are counted anew.
DELETE FROM kb_person p WHERE NOT EXISTS (SELECT FROM seen s WHERE (s.user_id, s.digest) = (p.user_id, p.digest));

-- Person by person, so that what is grouped is small.
INSERT INTO kb_person (user_id, digest, value_ids, months, said, liked)
SELECT s.user_id, s.digest, counted.value_ids, counted.months, counted.said, counted.liked
FROM seen s CROSS JOIN LATERAL (
    SELECT array_agg(value_id) AS value_ids, array_agg(month) AS months, array_agg(said) AS said, array_agg(liked) AS liked
    FROM (
        SELECT v.value_id, n.month, count(*)::int AS said, (count(*) FILTER (WHERE n.liked))::int AS liked
        FROM (
            SELECT item_id, liked, (date_part('year', at) * 12 + date_part('month', at))::int - 1 AS month
            FROM interaction, LATERAL (SELECT occurred_at AT TIME ZONE 'UTC' AS at) AS utc
            WHERE user_id = s.user_id AND occurred_at <= (SELECT "asOf" FROM rule) OFFSET 0
        ) AS n JOIN item_value v ON v.item_id = n.item_id
        GROUP BY v.value_id, n.month ORDER BY v.value_id, n.month
    ) AS said
) AS counted
WHERE counted.value_ids IS NOT NULL AND NOT EXISTS (SELECT FROM kb_person p WHERE p.user_id = s.user_id);
