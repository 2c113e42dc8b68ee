CREATE TABLE import_job (
    id          uuid PRIMARY KEY DEFAULT uuidv7(),
    format      text NOT NULL,
    source      text NOT NULL,
    namespace   text,
    domain_name text,
    status      text NOT NULL CHECK (status IN ('queued', 'running', 'succeeded', 'failed')),
    accepted    bigint NOT NULL DEFAULT 0,
    rejected    bigint NOT NULL DEFAULT 0,
    done_bytes  bigint NOT NULL DEFAULT 0,
    total_bytes bigint NOT NULL DEFAULT 0,
    message     text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    started_at  timestamptz,
    finished_at timestamptz
);

-- What was refused, and where: the file (or part) of the source, its line counted from 1, the field, and the fix.
CREATE TABLE import_failure (
    job_id  uuid NOT NULL REFERENCES import_job ON DELETE CASCADE,
    part    text NOT NULL,
    line    bigint NOT NULL,
    field   text NOT NULL,
    message text NOT NULL,
    excerpt text NOT NULL,
    PRIMARY KEY (job_id, part, line, field)
);
