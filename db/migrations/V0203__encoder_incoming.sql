-- The version that is embedded beside the active one: it becomes the active one when no item waits for its vector.
ALTER TABLE encoder_version
    ADD COLUMN incoming boolean NOT NULL DEFAULT false CHECK (NOT (active AND incoming));
CREATE UNIQUE INDEX encoder_version_incoming ON encoder_version (incoming) WHERE incoming;
