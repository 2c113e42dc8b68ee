-- Tokens of programs that store reports of evaluations.
ALTER TABLE api_client
    DROP CONSTRAINT api_client_role_check,
    ADD CONSTRAINT api_client_role_check CHECK (role IN ('backend', 'reviewer', 'admin'));
