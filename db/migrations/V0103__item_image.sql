CREATE TABLE item_image (
    item_id     uuid PRIMARY KEY REFERENCES item ON DELETE CASCADE,
    media_type  text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
    width       int NOT NULL,
    height      int NOT NULL,
    content     bytea NOT NULL,
    sha256      bytea NOT NULL,
    uploaded_at timestamptz NOT NULL DEFAULT now()
);
