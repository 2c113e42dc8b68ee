-- Both are in the record, from which an erasure takes them; nothing read them here.
ALTER TABLE recommended_item DROP COLUMN like_logit, DROP COLUMN rank_logit;
