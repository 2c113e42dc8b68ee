-- The words that have no number yet, and they alone: an insert that finds a row there takes a number all the same.
INSERT INTO kb_value (domain_id, attribute, value)
SELECT i.domain_id, a.key, v.value FROM item i, jsonb_each(i.attributes) a, jsonb_array_elements_text(a.value) v
EXCEPT SELECT domain_id, attribute, value FROM kb_value ORDER BY 1, 2, 3;
