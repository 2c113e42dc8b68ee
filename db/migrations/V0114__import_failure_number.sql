-- number: the order of faults, by which they are read in portions; a line may have several, of one field too.
ALTER TABLE import_failure DROP CONSTRAINT import_failure_pkey;
ALTER TABLE import_failure ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE import_failure ADD PRIMARY KEY (job_id, number);
