-- What answers requests: base weights, instruction format, decision layer and encoder, named together.
CREATE TABLE model_version (
    id                 uuid PRIMARY KEY DEFAULT uuidv7(),
    name               text NOT NULL,
    base_sha256        text NOT NULL,
    format_version     text NOT NULL,
    decision_version   text NOT NULL,
    encoder_version_id int NOT NULL REFERENCES encoder_version,
    stage              text NOT NULL CHECK (stage IN ('candidate', 'live', 'retired')),
    created_at         timestamptz NOT NULL DEFAULT now(),
    UNIQUE (base_sha256, format_version, decision_version, encoder_version_id)
);
CREATE UNIQUE INDEX model_version_live ON model_version (stage) WHERE stage = 'live';
