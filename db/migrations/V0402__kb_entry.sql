-- What a snapshot says of an attribute value under a condition (given), such as {"age": "18-24", "gender": "female"}. rate and
-- reference: shares of likes under it and otherwise; difference: how much more often it is liked than at people's own level,
-- against otherwise, with its 95% interval; q: the false discovery rate at which it counts as found. All of them carry noise, so
-- that nobody can be read out of two snapshots. Findings alone have a vector.
CREATE TABLE kb_entry (
    snapshot_id uuid NOT NULL REFERENCES kb_snapshot ON DELETE CASCADE,
    kind        text NOT NULL CHECK (kind IN ('group', 'association', 'season', 'trend', 'recency')),
    domain      text NOT NULL,
    attribute   text NOT NULL,
    value       text NOT NULL,
    given       jsonb NOT NULL,
    statement   text NOT NULL,
    support     int NOT NULL,
    rate        double precision NOT NULL,
    reference   double precision,
    difference  double precision,
    low         double precision,
    high        double precision,
    q           double precision,
    finding     boolean NOT NULL,
    sensitive   boolean NOT NULL,
    valid_from  date NOT NULL,
    valid_until date NOT NULL,
    embedding   vector,
    PRIMARY KEY (snapshot_id, kind, domain, attribute, value, given)
);
