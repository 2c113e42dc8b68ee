-- How much of each limit on sign-in is spent. A key that is paid until a moment that is past says nothing and may go.
CREATE TABLE sign_in_limit (
    key         text PRIMARY KEY,
    spent_until timestamptz NOT NULL
);
-- Names' failures are limited there now, whether an account has the name or not.
ALTER TABLE account DROP COLUMN failed_attempts, DROP COLUMN locked_until;
