-- Months were those of the time zone that the counting process ran in; they are UTC's from now on, and the next build counts them.
DELETE FROM kb_person;
