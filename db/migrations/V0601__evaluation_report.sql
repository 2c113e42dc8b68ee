-- Reports of './explainrec evaluate', as they were sent. They are evidence of what was measured when: none is changed or deleted.
CREATE TABLE evaluation_report (
    id         uuid PRIMARY KEY DEFAULT uuidv7(),
    created_at timestamptz NOT NULL DEFAULT now(),
    source     text NOT NULL,
    body       jsonb NOT NULL,
    added_by   text NOT NULL
);
