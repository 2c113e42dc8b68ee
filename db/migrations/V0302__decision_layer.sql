-- Fitted decision layers: layer and provenance are the artefact's decision.json, learned its learned.json.gz as it was written.
-- The active one serves; where there is none, the stated weights do.
CREATE TABLE decision_layer (
    version      text PRIMARY KEY,
    created_at   timestamptz NOT NULL DEFAULT now(),
    provenance   jsonb NOT NULL,
    layer        jsonb NOT NULL,
    learned      bytea NOT NULL,
    active       boolean NOT NULL DEFAULT false,
    activated_at timestamptz
);
CREATE UNIQUE INDEX decision_layer_active ON decision_layer (active) WHERE active;
