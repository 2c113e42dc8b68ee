-- What each person's interactions and their items' words are now. A sum, so that no order has a part in it.
CREATE TEMP TABLE seen ON COMMIT DROP AS
SELECT n.user_id, count(*) AS events,
       sum(hash_record_extended(ROW(n.item_id, n.liked, n.occurred_at, i.content_version), 0)) AS digest
FROM interaction n JOIN item i ON i.id = n.item_id
WHERE n.occurred_at <= (SELECT "asOf" FROM rule) GROUP BY n.user_id;

ANALYZE seen;
