-- The further addresses of users, which a search of All Users looks through; few users have any.
CREATE INDEX user_aliases ON user_details (body ->> 'aliases') WHERE body ->> 'aliases' IS NOT NULL;
