-- The receipt of an erasure: how much went, and nothing about whom.
CREATE TABLE erasure (
    id        uuid PRIMARY KEY DEFAULT uuidv7(),
    erased_at timestamptz NOT NULL DEFAULT now(),
    counts    jsonb NOT NULL
);
