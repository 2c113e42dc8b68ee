-- What leaves the counts: sums with noise as large as a person. All that is said is computed from these, and from nothing else.
WITH RECURSIVE told AS (
    SELECT p.kind, p.value_id, v.domain, v.attribute, v.value, p.given, p.parent, p.whole, p.own, p.noise, p.again,
           -- A part is told of as many people as the floor at least, and so is what it is compared with.
           greatest(CASE WHEN p.whole IS NULL THEN 1 ELSE r.floor END, p.n + kb_noise(r.secret, 'n' || c.content, p.noise)) AS n,
           p.share / 1e6 + kb_noise(r.secret, 's' || c.content, p.noise) AS share,
           p.excess / 1e6 + kb_noise(r.secret, concat('e', c.content, chr(10), p.excess), 0.5 * p.noise) AS excess,
           p.square / 1e12 + kb_noise(r.secret, concat('q', c.content, chr(10), p.square), 0.25 * p.noise) AS square
    FROM part p JOIN value v ON v.id = p.value_id
    LEFT JOIN value f ON (f.domain, f.attribute, f.value) = (p.given->>'domain', p.given->>'attribute', p.given->>'value'), rule r,
         LATERAL (SELECT concat_ws(chr(10), p.kind, v.domain, v.noise_key, coalesce(f.noise_key, p.given::text), p.n, p.share)) AS c (content)
), shrunk AS (
    SELECT t.*, greatest(0, least(1, t.share / t.n)) AS rate FROM told t WHERE t.parent IS NULL
    UNION ALL
    SELECT t.*, greatest(0, least(1, (t.share + r.shrinkage * s.rate) / (t.n + r.shrinkage)))
    FROM shrunk s JOIN told t ON (t.kind, t.value_id, t.parent) = (s.kind, s.value_id, s.given), rule r
), compared AS (
    SELECT s.*, greatest(0, least(1, (w.share - s.share) / rest.n)) AS reference,
           s.excess / s.n - rest.mean AS difference,
           -- The whole's variance serves for both, since under the null they are alike; a part's own, if it is larger. Who is
           -- in the rest again is one person, as if all were. The noise of a part's sums is in its mean and, with the other sign, in
           -- the rest's; that of the whole's in the rest's alone.
           sqrt(greatest(w.square / w.n - (w.excess / w.n) ^ 2, s.square / s.n - (s.excess / s.n) ^ 2, 0.01) * (1 / s.n + s.again / rest.n)
                + 2 * s.noise ^ 2 * ((0.5 / s.n + 0.5 / rest.n) ^ 2 + (s.excess / s.n ^ 2 + rest.mean / rest.n) ^ 2)
                + 2 * w.noise ^ 2 * ((0.5 / rest.n) ^ 2 + (rest.mean / rest.n) ^ 2)) AS error
    FROM shrunk s LEFT JOIN told w ON (w.kind, w.value_id, w.given) = (s.kind, s.value_id, s.whole)
                                  AND w.own - s.own >= (SELECT floor FROM rule),
         LATERAL (SELECT greatest((SELECT floor FROM rule), w.n - s.n) AS n) AS others,
         LATERAL (SELECT others.n, (w.excess - s.excess) / others.n AS mean) AS rest
), explained AS (
    -- What is implied by surer differences under the same condition, since items have several values: whoever likes war films
    -- seems to like tense ones, where war films are tense.
    -- Summed as decimals, or the order in which they are added would show.
    SELECT c.kind, c.value_id, c.given, sum((o.difference * k.more)::numeric)::float8 AS implied,
           sum(((o.error * k.more) ^ 2)::numeric)::float8 AS blur
    FROM compared c JOIN kin k ON k.value_id = c.value_id
    JOIN compared o ON (o.kind, o.value_id, o.given) = (c.kind, k.other_id, c.given)
    WHERE abs(o.difference) > 4 * o.error AND abs(o.difference) / o.error > abs(c.difference) / c.error
    GROUP BY c.kind, c.value_id, c.given
), weighed AS (
    -- How likely at most, were the difference as it is told, or what is left of it behind what is explained, not worth saying or of the
    -- other sign. Both have to be, since the one is told and the other is new.
    SELECT c.*, CASE kind WHEN 'group' THEN 1 WHEN 'association' THEN 2 ELSE 3 END AS family,
           erfc(greatest(0, CASE WHEN difference * rest > 0 THEN least(abs(difference), abs(rest)) ELSE 0 END - r."leastDifference")
                / sqrt(error ^ 2 + coalesce(blur, 0)) / sqrt(2::float8)) AS p
    FROM compared c LEFT JOIN explained USING (kind, value_id, given), rule r,
         LATERAL (SELECT difference - coalesce(implied, 0) AS rest) AS unexplained
    WHERE abs(difference) <= 1 -- more is noise, of few people, and nothing that can be said
), ranked AS (
    SELECT *, p * count(*) OVER (PARTITION BY family) / count(*) OVER (PARTITION BY family ORDER BY p) AS bound FROM weighed
), corrected AS (
    -- Benjamini and Hochberg 1995, over each of the three parts of the knowledge base.
    SELECT *, min(bound) OVER (PARTITION BY family ORDER BY p DESC) AS q FROM ranked
)
SELECT kind, domain, attribute, value, given::text, greatest(r.floor, 5 * round(n / 5))::int AS support,
       round(rate::numeric, 3)::float8 AS rate, round(reference::numeric, 3)::float8 AS reference,
       round(difference::numeric, 3)::float8 AS difference,
       round(greatest(-1, difference - 1.96 * error)::numeric, 3)::float8 AS low,
       round(least(1, difference + 1.96 * error)::numeric, 3)::float8 AS high,
       round(q::numeric, 6)::float8 AS q, q <= r."falseDiscoveryRate" AS finding, kind = 'group' AS sensitive
FROM corrected, rule r
UNION ALL
SELECT kind, domain, attribute, value, given::text, greatest(r.floor, 5 * round(n / 5))::int,
       round(rate::numeric, 3)::float8, NULL, NULL, NULL, NULL, NULL, false, false
FROM compared, rule r WHERE kind = 'group' AND given = '{}'
ORDER BY kind, domain, attribute, value, given;
