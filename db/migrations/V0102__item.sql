-- attributes: {"genre": ["Drama", "War"], ...}. content_version rises when title, text or attributes change,
-- which is how embedding learns that a vector is stale. A deleted item is retired: it is never recommended again,
-- but histories and records keep what they point at.
CREATE TABLE item (
    id              uuid PRIMARY KEY DEFAULT uuidv7(),
    domain_id       uuid NOT NULL REFERENCES domain,
    external_id     text NOT NULL,
    title           text NOT NULL,
    text            text NOT NULL DEFAULT '',
    attributes      jsonb NOT NULL DEFAULT '{}',
    image_url       text,
    content_version int NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    retired_at      timestamptz,
    version         int NOT NULL DEFAULT 0,
    search          tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title || ' ' || text)) STORED,
    UNIQUE (domain_id, external_id)
);
CREATE INDEX item_search ON item USING gin (search);
CREATE INDEX item_attributes ON item USING gin (attributes jsonb_path_ops);
CREATE INDEX item_page ON item (domain_id, id);
