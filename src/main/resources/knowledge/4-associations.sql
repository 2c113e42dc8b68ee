-- People who favour a value in one domain, and how they take to a value in another. Someone favours what they liked five times or
-- more, and more often than at their own level, by one like and by one standard deviation of their number.
WITH favourite AS (
    SELECT person_id, domain_id, value_id FROM taste
    WHERE liked >= 5 AND liked - said * level / 1e6 >= greatest(1, sqrt(said * level / 1e6 * (1 - level / 1e6)))
), shared AS (
    SELECT jsonb_build_object('domain', d.name) AS given, t.value_id, count(*) AS n,
           sum(t.share) AS share, sum(t.excess) AS excess, sum(t.excess * t.excess) AS square
    FROM (SELECT DISTINCT person_id, domain_id FROM taste) AS o
    JOIN domain d ON d.id = o.domain_id JOIN taste t ON t.person_id = o.person_id AND t.domain_id <> o.domain_id
    GROUP BY d.name, t.value_id
), pair AS (
    SELECT jsonb_build_object('domain', f.domain, 'attribute', f.attribute, 'value', f.value) AS given,
           jsonb_build_object('domain', f.domain) AS whole, p.*
    FROM (SELECT f.value_id AS favourite_id, t.value_id, count(*) AS n,
                 sum(t.share) AS share, sum(t.excess) AS excess, sum(t.excess * t.excess) AS square
          FROM favourite f JOIN taste t ON t.person_id = f.person_id AND t.domain_id <> f.domain_id
          GROUP BY f.value_id, t.value_id) AS p
    JOIN value f ON f.id = p.favourite_id
)
INSERT INTO part
SELECT 'association', value_id, given, NULL, NULL, 1, n, share, excess, square FROM shared
UNION ALL
SELECT 'association', value_id, given, whole, whole, 1, n, share, excess, square FROM pair
WHERE n >= (SELECT floor FROM rule);
