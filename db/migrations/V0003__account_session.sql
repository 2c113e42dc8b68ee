-- Sessions of people in the portal. The browser holds the token, the database its SHA-256; a row that is gone is a session that
-- has ended.
CREATE TABLE account_session (
    token_sha256 bytea PRIMARY KEY,
    account_id   uuid NOT NULL REFERENCES account ON DELETE CASCADE,
    opened_at    timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL
);
CREATE INDEX account_session_account ON account_session (account_id);
