-- The vector column has no fixed size, since versions differ; each version gets its own partial HNSW index, made by
-- the application after the bulk load: ((embedding::vector(384)) vector_cosine_ops) WHERE encoder_version_id = 1.
CREATE TABLE item_embedding (
    encoder_version_id int NOT NULL REFERENCES encoder_version ON DELETE CASCADE,
    item_id            uuid NOT NULL REFERENCES item ON DELETE CASCADE,
    domain_id          uuid NOT NULL REFERENCES domain,
    content_version    int NOT NULL,
    embedding          vector NOT NULL,
    PRIMARY KEY (encoder_version_id, item_id)
);
CREATE INDEX item_embedding_item ON item_embedding (item_id);
CREATE INDEX item_embedding_domain ON item_embedding (encoder_version_id, domain_id);
