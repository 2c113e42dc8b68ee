-- One answer that was served. record: what is not personal (versions, candidates with all scores and contributions,
-- timings). personal: who asked, their history, the prompt, the reasons; AES-256-GCM with the subject's key; null in
-- non-profiled mode. Partitioned by month; rows that no month fits go to the default partition.
CREATE TABLE recommendation (
    id               uuid NOT NULL,
    created_at       timestamptz NOT NULL,
    domain_id        uuid NOT NULL REFERENCES domain,
    model_version_id uuid NOT NULL REFERENCES model_version,
    mode             text NOT NULL CHECK (mode IN ('profiled', 'non-profiled')),
    degraded         text,
    subject_id       uuid,
    record           jsonb NOT NULL,
    personal         bytea,
    PRIMARY KEY (id, created_at),
    CHECK ((subject_id IS NULL) = (personal IS NULL))
) PARTITION BY RANGE (created_at);
CREATE TABLE recommendation_default PARTITION OF recommendation DEFAULT;
CREATE INDEX recommendation_subject ON recommendation (subject_id, created_at DESC);
