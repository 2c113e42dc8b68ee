-- known: valid rows that were there before. upload: whether the rows wait as a file in var/uploads, so that a job whose
-- process was killed can begin again. user_external_id: whose row it is, in the job's namespace, so that erasing and
-- exporting a person reaches refused rows.
ALTER TABLE import_job
    ADD COLUMN known bigint NOT NULL DEFAULT 0,
    ADD COLUMN upload boolean NOT NULL DEFAULT false;
ALTER TABLE import_failure ADD COLUMN user_external_id text;
CREATE INDEX import_failure_user ON import_failure (user_external_id) WHERE user_external_id IS NOT NULL;
CREATE INDEX import_job_open ON import_job (created_at) WHERE status IN ('queued', 'running');
