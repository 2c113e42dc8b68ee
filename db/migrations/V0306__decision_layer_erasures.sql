-- erasures: how many people had been erased when the layer was fitted. learned: null once the layer may not serve any more, since
-- somebody was erased whom it may count.
ALTER TABLE decision_layer ADD COLUMN erasures bigint NOT NULL DEFAULT 0, ALTER COLUMN learned DROP NOT NULL;
UPDATE decision_layer
SET erasures = (SELECT count(*) FROM erasure WHERE erased_at < (provenance->>'fittedAt')::timestamptz);
