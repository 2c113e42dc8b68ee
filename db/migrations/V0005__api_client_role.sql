-- What a token may do, and until when.
ALTER TABLE api_client
    ADD COLUMN role text NOT NULL DEFAULT 'backend' CHECK (role IN ('backend', 'reviewer')),
    ADD COLUMN expires_at timestamptz;
