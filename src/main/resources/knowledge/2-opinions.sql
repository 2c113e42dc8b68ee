-- What follows is counted in millionths, as whole numbers: sums of them do not depend on their order, so that every way to
-- build gives the same to the last digit.
CREATE TEMP TABLE value ON COMMIT DROP AS
SELECT id, domain_id, domain, attribute, value, attribute_id, coalesce(noise_key, id::text) AS noise_key
FROM (
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

-- Months in which people enough said something.
CREATE TEMP TABLE peopled ON COMMIT DROP AS
SELECT month FROM (SELECT DISTINCT month, person_id FROM opinion) AS spoke
GROUP BY month HAVING count(*) >= (SELECT floor FROM rule);

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

-- How much more often items with a value have another value, too, than items of its domain have. Of the catalogue, not of what was
-- said, since no noise is on it.
CREATE TEMP TABLE kin ON COMMIT DROP AS
WITH valued AS (SELECT i.item_id, v.domain_id, v.id FROM item_value i JOIN value v ON v.id = i.value_id),
alone AS (SELECT id, count(*)::float8 AS items FROM valued GROUP BY id),
whole AS (SELECT domain_id, count(DISTINCT item_id) AS items FROM valued GROUP BY domain_id),
both_of AS (SELECT a.id, b.id AS other_id, count(*) AS items
            FROM valued a JOIN valued b ON b.item_id = a.item_id GROUP BY a.id, b.id)
SELECT a.id AS value_id, b.id AS other_id, coalesce(t.items, 0) / a.items - b.items / w.items AS more
FROM alone a JOIN value v ON v.id = a.id JOIN whole w ON w.domain_id = v.domain_id
JOIN value o ON o.domain_id = v.domain_id JOIN alone b ON b.id = o.id
LEFT JOIN both_of t ON t.id = a.id AND t.other_id = b.id
WHERE a.id <> b.id;
ANALYZE kin;

-- Sums over people, n of them, each weighing the same. A part is compared with the rest of its whole, and its share shrunk towards
-- its parent's. own: people, so that the whole's less a part's are those of the rest.
-- noise: how much wider it is than what one opinion changes at most: as often as one person may be in the sum, times what keeps all
-- cells that they may be in from saying more of their taste for a value together than four would whose noise is no wider (the sum
-- of the inverse squares: groups 4 / 2^2, associations 2 + 1 / 4^2, twelve months, lately and recency 14 / 5^2, their wholes 3 / 3^2).
-- again: how often the rest may count one person, who is one person for its error.
CREATE TEMP TABLE part (
    kind text, value_id int, given jsonb, parent jsonb, whole jsonb, noise float8, own bigint, n bigint, share numeric, excess numeric,
    square numeric, again int DEFAULT 1
) ON COMMIT DROP;
