-- Whose block is counted in Go: a statement with a trigger has SQLite keep how every page was that it touches. Who leaves is
-- still counted by a trigger, because users also leave with their tenant.
DROP TRIGGER users_come;
DROP TRIGGER users_change;

-- A user who is blocked or allowed again is written to the index of filters alone: those of the three orders hold no sign-in
-- status any more.
DROP INDEX users_display_name;
DROP INDEX users_username;
DROP INDEX users_last_sign_in;
CREATE INDEX users_display_name ON users (display_name_fold, tenant, type, username_fold);
CREATE INDEX users_username ON users (username_fold, tenant, type);
CREATE INDEX users_last_sign_in ON users (last_sign_in, tenant, type);
