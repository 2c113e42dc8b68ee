-- What is not known of a user is null: blank texts, as shops export them, would be groups of their own, and so would one group with a
-- space behind its name.
UPDATE app_user
SET age_band = nullif(regexp_replace(age_band, '^\s+|\s+$', '', 'g'), ''),
    gender = nullif(regexp_replace(gender, '^\s+|\s+$', '', 'g'), ''),
    occupation = nullif(regexp_replace(occupation, '^\s+|\s+$', '', 'g'), ''),
    region = nullif(regexp_replace(region, '^\s+|\s+$', '', 'g'), '')
WHERE concat_ws('|', age_band, gender, occupation, region) ~ '(^|\|)\s|\s(\||$)'
   OR '' IN (age_band, gender, occupation, region);
