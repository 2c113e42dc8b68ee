-- The items of an answer in the order shown, for questions that start from an item. Partitioned like its parent.
CREATE TABLE recommended_item (
    recommendation_id uuid NOT NULL,
    created_at        timestamptz NOT NULL,
    rank              int NOT NULL,
    item_id           uuid NOT NULL REFERENCES item,
    like_logit        double precision NOT NULL,
    rank_logit        double precision NOT NULL,
    PRIMARY KEY (recommendation_id, created_at, rank),
    FOREIGN KEY (recommendation_id, created_at) REFERENCES recommendation (id, created_at) ON DELETE CASCADE
) PARTITION BY RANGE (created_at);
CREATE TABLE recommended_item_default PARTITION OF recommended_item DEFAULT;
CREATE INDEX recommended_item_item ON recommended_item (item_id, created_at DESC);
