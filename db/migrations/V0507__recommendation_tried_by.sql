-- Name of the account that tried the answer in the portal; null where the shop's backend asked, so that the person was served. Of answers
-- from before this column it is not known: they count as served.
ALTER TABLE recommendation ADD COLUMN tried_by text;
CREATE INDEX recommendation_tried ON recommendation (id, created_at) WHERE tried_by IS NOT NULL;
