-- People who favour a value in one domain, and how they take to a value in another. Someone favours what they liked five times or
-- more, and more often than at their own level, by one like and by one standard deviation of their number; of each domain the two
-- surest, so that nobody is in many cells of a value. The more domains there are, the wider is the noise.
WITH surer AS (
    SELECT person_id, domain_id, value_id,
           row_number() OVER (PARTITION BY person_id, domain_id ORDER BY surplus / deviation DESC, attribute, value) AS place
    FROM (SELECT t.*, v.attribute, v.value, t.liked - expected AS surplus,
                 sqrt(greatest(0.01, expected * (1 - t.level / 1e6))) AS deviation
          FROM taste t JOIN value v ON v.id = t.value_id, LATERAL (SELECT t.said * t.level / 1e6 AS expected) AS own) AS apart
    WHERE liked >= 5 AND surplus >= greatest(1, deviation)
), favourite AS (
    SELECT * FROM surer WHERE place <= 2
), wide AS (
    SELECT sqrt(greatest(1, count(DISTINCT domain_id) - 1)) AS others FROM value
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
SELECT 'association', value_id, given, NULL, NULL, 4 * others, n, n, share, excess, square FROM shared, wide
UNION ALL
SELECT 'association', value_id, given, whole, whole, others, n, n, share, excess, square FROM pair, wide
WHERE n >= (SELECT floor FROM rule);
