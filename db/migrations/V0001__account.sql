-- People who sign in to the portal. The password is bcrypt; failures and locks throttle sign-in across processes.
CREATE TABLE account (
    id              uuid PRIMARY KEY DEFAULT uuidv7(),
    username        text NOT NULL UNIQUE,
    role            text NOT NULL CHECK (role IN ('admin', 'approver', 'reviewer', 'viewer')),
    password_hash   text NOT NULL,
    failed_attempts int NOT NULL DEFAULT 0,
    locked_until    timestamptz,
    changed_at      timestamptz NOT NULL DEFAULT now(),
    created_at      timestamptz NOT NULL DEFAULT now()
);
