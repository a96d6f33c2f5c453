-- Offboardings, whole as JSON: what is under way goes on after a start. They leave with their tenant; what was changed stays in
-- the journal.
CREATE TABLE offboardings (
    id     TEXT    NOT NULL PRIMARY KEY,
    tenant INTEGER NOT NULL REFERENCES tenants (num) ON DELETE CASCADE,
    began  INTEGER NOT NULL,
    ended  INTEGER,
    body   TEXT    NOT NULL
) STRICT;

CREATE INDEX offboardings_tenant ON offboardings (tenant);

-- The steps that are chosen for the users of a tenant, where they differ from the usual ones.
CREATE TABLE offboard_choices (
    tenant INTEGER NOT NULL PRIMARY KEY REFERENCES tenants (num) ON DELETE CASCADE,
    body   TEXT    NOT NULL
) STRICT;
