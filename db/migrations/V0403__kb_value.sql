-- Attribute values by number, for kb_person.
CREATE TABLE kb_value (
    id        int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    domain_id uuid NOT NULL REFERENCES domain ON DELETE CASCADE,
    attribute text NOT NULL,
    value     text NOT NULL,
    UNIQUE (domain_id, attribute, value)
);
