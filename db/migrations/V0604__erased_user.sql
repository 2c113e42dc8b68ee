-- Erasures of users. Who was known by refused rows of an import alone is in no layer and no snapshot, so that none is behind theirs.
CREATE VIEW erased_user AS SELECT id, erased_at FROM erasure WHERE coalesce((counts->>'users')::bigint, 1) > 0;

CREATE TEMP TABLE receipt AS
SELECT row_number() OVER (ORDER BY erased_at, id) AS number, coalesce((counts->>'users')::bigint, 1) > 0 AS of_user FROM erasure;
UPDATE decision_layer SET erasures = (SELECT count(*) FROM receipt WHERE number <= erasures AND of_user);
UPDATE kb_snapshot SET erasures = (SELECT count(*) FROM receipt WHERE number <= erasures AND of_user);
DROP TABLE receipt;
