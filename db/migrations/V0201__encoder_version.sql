CREATE EXTENSION IF NOT EXISTS vector;

-- One encoder version is one space: vectors of different versions are never compared.
CREATE TABLE encoder_version (
    id         int PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    name       text NOT NULL,
    sha256     text NOT NULL,
    dimension  int NOT NULL,
    active     boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (name, sha256)
);
CREATE UNIQUE INDEX encoder_version_active ON encoder_version (active) WHERE active;
