-- Aliases lie in a column of their own: an index of what stands in the details had these read as JSON for every user that is
-- written.
DROP INDEX user_aliases;
ALTER TABLE user_details ADD COLUMN aliases TEXT;
UPDATE user_details SET aliases = body ->> 'aliases', body = json_remove(body, '$.aliases') WHERE body ->> 'aliases' IS NOT NULL;
CREATE INDEX user_aliases ON user_details (aliases) WHERE aliases IS NOT NULL;
