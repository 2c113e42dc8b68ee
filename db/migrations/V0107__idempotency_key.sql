-- A write that was answered, so that the same key gives the same answer; purged after seven days.
CREATE TABLE idempotency_key (
    client         text NOT NULL,
    key            text NOT NULL,
    request_sha256 bytea NOT NULL,
    interaction_id uuid REFERENCES interaction ON DELETE CASCADE,
    created_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (client, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);
CREATE INDEX idempotency_key_interaction ON idempotency_key (interaction_id);
