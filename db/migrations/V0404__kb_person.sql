-- What a person said of attribute values, by value and month (counted from year 0), one array element each: the part of a build
-- that is kept, so that the next one counts the people anew whose digest changed. Personal; it goes with the person.
CREATE TABLE kb_person (
    user_id   uuid PRIMARY KEY REFERENCES app_user ON DELETE CASCADE,
    digest    numeric NOT NULL,
    value_ids int[] NOT NULL,
    months    int[] NOT NULL,
    said      int[] NOT NULL,
    liked     int[] NOT NULL
);
