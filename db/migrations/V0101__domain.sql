-- A domain is one kind of item (films, books) with its own rating scale. liked = rating > like_threshold;
-- without a threshold the domain takes like / dislike flags alone.
CREATE TABLE domain (
    id             uuid PRIMARY KEY DEFAULT uuidv7(),
    name           text NOT NULL UNIQUE,
    title          text NOT NULL,
    like_threshold real,
    rating_low     real,
    rating_high    real,
    demo           boolean NOT NULL DEFAULT false,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now(),
    version        int NOT NULL DEFAULT 0
);
