-- A shop's backend. Only the SHA-256 of its bearer token is kept; a revoked client stays for the trail.
CREATE TABLE api_client (
    id           uuid PRIMARY KEY DEFAULT uuidv7(),
    name         text NOT NULL,
    token_sha256 bytea NOT NULL UNIQUE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE UNIQUE INDEX api_client_live_name ON api_client (name) WHERE revoked_at IS NULL;
