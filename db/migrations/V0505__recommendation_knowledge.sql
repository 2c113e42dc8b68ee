-- Which answers a snapshot of the knowledge base had a part in.
CREATE INDEX recommendation_knowledge ON recommendation ((record->'versions'->>'knowledge'), created_at DESC)
    WHERE record->'versions'->>'knowledge' IS NOT NULL;
