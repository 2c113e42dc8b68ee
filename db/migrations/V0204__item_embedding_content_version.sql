-- Which items wait for a vector is answered by the key's index alone: a row has its vector within it, so that to look through all
-- rows is to read all vectors.
ALTER TABLE item_embedding
    DROP CONSTRAINT item_embedding_pkey,
    ADD PRIMARY KEY (encoder_version_id, item_id) INCLUDE (content_version);
