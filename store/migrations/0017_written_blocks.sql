-- Whose block is counted in Go: a statement with a trigger has SQLite keep how every page was that it touches. Who leaves is
-- still counted by a trigger, because users also leave with their tenant.
DROP TRIGGER users_come;
DROP TRIGGER users_change;
