-- Normal noise in place of Laplace noise, of the same variance (2 scale ^ 2) and drawn from the same hash (Box and Muller 1958), since what
-- is found is decided by the tails of a normal distribution: those of the other are far heavier.
CREATE OR REPLACE FUNCTION kb_noise(secret text, content text, scale double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
    SELECT scale * sqrt(2::float8) * sqrt(-2 * ln(u1)) * cos(2 * pi() * u2)
    FROM (SELECT encode(sha256(convert_to(secret || chr(10) || content, 'UTF8')), 'hex') AS digits) AS hashed,
         LATERAL (SELECT (('x' || left(digits, 12))::bit(48)::bigint + 0.5) / 281474976710656 AS u1,
                         (('x' || substr(digits, 13, 12))::bit(48)::bigint + 0.5) / 281474976710656 AS u2) AS uniform
);
