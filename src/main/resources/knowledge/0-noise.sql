-- By what the noise of a value is drawn, set once when it is first met, or each new item would draw the noise of unchanged sums anew and
-- their mean would have less of it. Its name would not do either: what is told of the same items under two names would have two
-- noises, so it takes the key of a value that stands on the very same items.
WITH standing AS (
    SELECT value_id AS id, md5(string_agg(item_id::text, ',' ORDER BY item_id)) AS items
    FROM item_value WHERE EXISTS (SELECT FROM kb_value WHERE noise_key IS NULL) GROUP BY value_id
), keyed AS (
    SELECT k.id, first_value(coalesce(k.noise_key, md5(concat_ws(chr(10), d.name, k.attribute, k.value))))
                   OVER (PARTITION BY s.items ORDER BY k.noise_key IS NULL, k.id) AS key
    FROM standing s JOIN kb_value k USING (id) JOIN domain d ON d.id = k.domain_id
)
UPDATE kb_value k SET noise_key = keyed.key FROM keyed WHERE keyed.id = k.id AND k.noise_key IS NULL;
