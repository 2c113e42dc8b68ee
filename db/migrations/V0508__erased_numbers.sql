-- Records of people who were erased kept the numbers that their answers were decided by, some of which are the same in all answers of one
-- person, or tell of which groups they were. From now on an erasure takes them away; what was shown and what decided stay.
UPDATE recommendation
SET record = record - 'sources' - 'like' - 'order' || jsonb_build_object('candidates', coalesce(
      (SELECT jsonb_agg(item - 'values') FROM jsonb_array_elements(record->'candidates') AS item WHERE (item->>'rank')::int > 0),
      '[]'))
WHERE mode = 'profiled' AND subject_id IS NULL AND record ? 'like';
