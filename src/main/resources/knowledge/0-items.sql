-- The words of items by number.
CREATE TEMP TABLE item_value ON COMMIT DROP AS
SELECT DISTINCT i.id AS item_id, k.id AS value_id
FROM item i, jsonb_each(i.attributes) a, jsonb_array_elements_text(a.value) v, kb_value k
WHERE (k.domain_id, k.attribute, k.value) = (i.domain_id, a.key, v.value);
ANALYZE item_value;

CREATE INDEX ON item_value (item_id, value_id);
