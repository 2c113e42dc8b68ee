-- One event: this user liked or disliked this item at this time. seq is the order of arrival and breaks ties of
-- occurred_at, so that "strictly earlier" is defined.
CREATE TABLE interaction (
    id          uuid PRIMARY KEY DEFAULT uuidv7(),
    seq         bigint GENERATED ALWAYS AS IDENTITY,
    user_id     uuid NOT NULL REFERENCES app_user ON DELETE CASCADE,
    item_id     uuid NOT NULL REFERENCES item,
    liked       boolean NOT NULL,
    rating      real,
    occurred_at timestamptz NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    version     int NOT NULL DEFAULT 0,
    UNIQUE (user_id, item_id, occurred_at)
);
CREATE INDEX interaction_history ON interaction (user_id, occurred_at DESC, seq DESC);
CREATE INDEX interaction_item ON interaction (item_id);
CREATE INDEX interaction_seq ON interaction (seq);
