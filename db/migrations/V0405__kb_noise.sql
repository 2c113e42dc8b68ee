-- Laplace noise that belongs to what it is added to: the same content and secret give the same noise, and content that differs by
-- one person gives another, independent one.
CREATE FUNCTION kb_noise(secret text, content text, scale double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
    SELECT -scale * sign(u) * ln(1 - 2 * abs(u))
    FROM (SELECT (('x' || left(encode(sha256(convert_to(secret || chr(10) || content, 'UTF8')), 'hex'), 12))::bit(48)::bigint + 0.5)
                 / 281474976710656 - 0.5 AS u) AS uniform
);
