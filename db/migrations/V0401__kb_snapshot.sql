-- A state of the preference knowledge base. What was built never changes; one is active, or none. first_month and last_month:
-- months of the interactions that it rests on, counted from year 0. rules: what it was built by, as it was configured. number:
-- their order, and erasures: how many people had been erased when it was asked for; neither asks a clock, which may jump.
CREATE TABLE kb_snapshot (
    id                 uuid PRIMARY KEY DEFAULT uuidv7(),
    number             bigint GENERATED ALWAYS AS IDENTITY,
    status             text NOT NULL CHECK (status IN ('queued', 'running', 'ready', 'failed')),
    asked_by           text NOT NULL,
    asked_at           timestamptz NOT NULL,
    built_at           timestamptz,
    interactions       bigint NOT NULL DEFAULT 0,
    people             bigint NOT NULL DEFAULT 0,
    first_month        int,
    last_month         int,
    rules              jsonb NOT NULL,
    erasures           bigint NOT NULL,
    encoder_version_id int REFERENCES encoder_version,
    message            text,
    active             boolean NOT NULL DEFAULT false CHECK (NOT active OR status = 'ready'),
    activated_at       timestamptz,
    activated_by       text
);
CREATE UNIQUE INDEX kb_snapshot_active ON kb_snapshot (active) WHERE active;
CREATE UNIQUE INDEX kb_snapshot_running ON kb_snapshot (status) WHERE status = 'running';
