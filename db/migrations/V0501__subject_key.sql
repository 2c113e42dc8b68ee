-- The key that a person's records are encrypted with, wrapped by the installation's master key, which is a file and
-- never in the database. Destroying the row makes the records unreadable and unlinkable.
CREATE SCHEMA vault;
CREATE TABLE vault.subject_key (
    subject_id  uuid PRIMARY KEY DEFAULT uuidv7(),
    user_id     uuid NOT NULL UNIQUE REFERENCES app_user,
    wrapped_key bytea NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
