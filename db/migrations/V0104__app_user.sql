-- A customer of the shop, known by the namespace of its source and the id it has there. Demographics are optional
-- and sensitive.
CREATE TABLE app_user (
    id          uuid PRIMARY KEY DEFAULT uuidv7(),
    namespace   text NOT NULL,
    external_id text NOT NULL,
    age_band    text,
    gender      text,
    occupation  text,
    region      text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    version     int NOT NULL DEFAULT 0,
    UNIQUE (namespace, external_id)
);
