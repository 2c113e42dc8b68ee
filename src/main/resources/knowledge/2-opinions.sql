-- What follows is counted in millionths, as whole numbers: sums of them do not depend on their order, so that every way to
-- build gives the same to the last digit.
CREATE TEMP TABLE value ON COMMIT DROP AS
SELECT id, domain_id, domain, attribute, value, attribute_id FROM (
    SELECT k.*, d.name AS domain, dense_rank() OVER (ORDER BY k.domain_id, k.attribute) AS attribute_id,
           row_number() OVER (PARTITION BY k.domain_id ORDER BY p.people DESC, k.attribute, k.value) AS place
    FROM (SELECT v AS id, count(*) AS people
          FROM (SELECT DISTINCT user_id, unnest(value_ids) AS v FROM kb_person) AS known GROUP BY v) AS p
    JOIN kb_value k USING (id) JOIN domain d ON d.id = k.domain_id
    WHERE p.people >= (SELECT floor FROM rule)
) AS ranked
WHERE place <= (SELECT "mostValues" FROM rule);
ANALYZE value;

-- People by number from here on.
CREATE TEMP TABLE person ON COMMIT DROP AS SELECT user_id, row_number() OVER ()::int AS id FROM kb_person;
ANALYZE person;

CREATE TEMP TABLE opinion ON COMMIT DROP AS
SELECT n.id AS person_id, v.id AS value_id, v.domain_id, v.attribute_id, o.month, o.said, o.liked
FROM kb_person p JOIN person n USING (user_id), unnest(p.value_ids, p.months, p.said, p.liked) AS o (value_id, month, said, liked)
JOIN value v ON v.id = o.value_id ORDER BY n.id, v.id;
CREATE INDEX ON opinion (person_id, value_id);
ANALYZE opinion;

-- share: of a person's opinions on a value, those that are likes. level: the mean of these over the values of the attribute, each
-- weighing the same, so that a favourite that is met often does not raise it. excess: share above level, and no more than a half.
CREATE TEMP TABLE taste ON COMMIT DROP AS
SELECT person_id, value_id, domain_id, said, liked, share, level,
       greatest(-500000, least(500000, share - level)) AS excess
FROM (
    SELECT *, (sum(share) OVER own / count(*) OVER own)::bigint AS level
    FROM (SELECT person_id, value_id, domain_id, attribute_id, sum(said) AS said, sum(liked) AS liked,
                 1000000 * sum(liked) / sum(said) AS share
          FROM opinion GROUP BY person_id, value_id, domain_id, attribute_id) AS said
    WINDOW own AS (PARTITION BY person_id, attribute_id)
) AS levelled;
CREATE INDEX ON taste (person_id, value_id);
ANALYZE taste;

-- How much more often opinions on items with a value are on items with another value, too, than opinions in its domain are.
CREATE TEMP TABLE kin ON COMMIT DROP AS
WITH heard AS (SELECT item_id, count(*) AS said FROM interaction
               WHERE occurred_at <= (SELECT "asOf" FROM rule) GROUP BY item_id),
valued AS (SELECT h.item_id, h.said, v.domain_id, v.id FROM heard h JOIN item_value USING (item_id) JOIN value v ON v.id = value_id),
alone AS (SELECT id, sum(said) AS said FROM valued GROUP BY id),
whole AS (SELECT domain_id, sum(said) AS said
          FROM (SELECT DISTINCT item_id, domain_id, said FROM valued) AS items GROUP BY domain_id),
both_of AS (SELECT a.id, b.id AS other_id, sum(a.said) AS said
            FROM valued a JOIN valued b ON b.item_id = a.item_id GROUP BY a.id, b.id)
SELECT a.id AS value_id, b.id AS other_id, (coalesce(t.said, 0) / a.said - b.said / w.said)::float8 AS more
FROM alone a JOIN value v ON v.id = a.id JOIN whole w ON w.domain_id = v.domain_id
JOIN value o ON o.domain_id = v.domain_id JOIN alone b ON b.id = o.id
LEFT JOIN both_of t ON t.id = a.id AND t.other_id = b.id
WHERE a.id <> b.id;
ANALYZE kin;

-- Sums over people, n of them, each weighing the same. A part is compared with the rest of its whole, and its share shrunk towards
-- its parent's. times: how often one person may be in it.
CREATE TEMP TABLE part (
    kind text, value_id int, given jsonb, parent jsonb, whole jsonb, times int, n bigint, share numeric, excess numeric, square numeric
) ON COMMIT DROP;
