-- Why it was liked or disliked. stated: a person's words; derived: from statistics of strictly earlier events, with
-- their support; teacher: written by the model named in author.
CREATE TABLE reason (
    id             uuid PRIMARY KEY DEFAULT uuidv7(),
    interaction_id uuid NOT NULL REFERENCES interaction ON DELETE CASCADE,
    text           text NOT NULL,
    provenance     text NOT NULL CHECK (provenance IN ('stated', 'derived', 'teacher')),
    author         text,
    support        jsonb,
    reasoned_at    timestamptz NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT now(),
    CHECK ((provenance = 'teacher') = (author IS NOT NULL))
);
CREATE INDEX reason_interaction ON reason (interaction_id);
