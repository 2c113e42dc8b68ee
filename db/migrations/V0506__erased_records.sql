-- Records of people who were erased kept the id that stood for the person, by which they could be laid side by side. From now on an
-- erasure takes it away with what is sealed.
UPDATE recommendation r SET subject_id = NULL, personal = NULL
WHERE subject_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM vault.subject_key k WHERE k.subject_id = r.subject_id);
