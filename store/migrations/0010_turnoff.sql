-- A Turn Off that is under way; no row while none is.
CREATE TABLE turn_off (
    id            INTEGER PRIMARY KEY CHECK (id = 1),
    erase_journal INTEGER NOT NULL
) STRICT;

-- What it does in each tenant, which may be gone from the list before. failure is JSON; NULL for none.
CREATE TABLE removals (
    num        INTEGER PRIMARY KEY,
    tenant     TEXT    NOT NULL UNIQUE,
    name       TEXT    NOT NULL,
    is_primary INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    doing      TEXT    NOT NULL,
    failure    TEXT
) STRICT;
