-- rows_read: rows of the source that were committed, refused ones among them; an import that was interrupted goes on behind
-- them. rows_digest: of those rows, by which it is known whether the source still begins with them.
ALTER TABLE import_job
    ADD COLUMN rows_read bigint NOT NULL DEFAULT 0,
    ADD COLUMN rows_digest bigint NOT NULL DEFAULT 0;

-- What an import that is not finished said first, without a time, of a user and an item: what it says later on cannot
-- contradict it, in whatever transaction it comes.
CREATE TABLE import_verdict (
    user_id uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    item_id uuid NOT NULL,
    job_id  uuid NOT NULL REFERENCES import_job ON DELETE CASCADE,
    liked   boolean NOT NULL,
    rating  real,
    PRIMARY KEY (user_id, item_id, job_id)
);
