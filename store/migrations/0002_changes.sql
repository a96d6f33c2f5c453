ALTER TABLE connection ADD COLUMN tier TEXT NOT NULL DEFAULT '';
ALTER TABLE tenants ADD COLUMN consented TEXT NOT NULL DEFAULT '';

-- The last known cards of a user's page, as JSON. They leave with the user.
CREATE TABLE cards (
    user  INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    part  TEXT    NOT NULL,
    taken INTEGER NOT NULL,
    body  TEXT    NOT NULL,
    PRIMARY KEY (user, part)
) STRICT;

-- The technician's own record of what was changed. It refers to no tenant and no user by key, because it stays when they
-- leave the program, and it holds their names as they were.
--
-- state and request_id repeat the newest row of journal_steps, so that lists need not look for it. All else stays as it was
-- written.
CREATE TABLE journal (
    num              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT    NOT NULL UNIQUE,
    at               INTEGER NOT NULL,
    state            INTEGER NOT NULL,
    action           TEXT    NOT NULL,
    undoes           TEXT,
    tenant           TEXT    NOT NULL,
    object           TEXT    NOT NULL,
    who              TEXT    NOT NULL,
    who_fold         TEXT,
    tenant_name      TEXT    NOT NULL,
    tenant_name_fold TEXT,
    user_name        TEXT    NOT NULL,
    user_name_fold   TEXT,
    username         TEXT    NOT NULL,
    username_fold    TEXT,
    title            TEXT    NOT NULL,
    title_fold       TEXT,
    what             TEXT    NOT NULL,
    what_fold        TEXT,
    request_id       TEXT    NOT NULL,
    request_id_fold  TEXT
) STRICT;

-- In the order that Activity begins with, and with all that it filters and sorts by, so that neither reads the changes
-- themselves.
CREATE INDEX journal_list ON journal (
    at, id, state, tenant, title, who_fold, tenant_name_fold, user_name_fold, username_fold, title_fold, what_fold,
    request_id_fold
);
-- Those under way (5): the start of the program looks for them.
CREATE INDEX journal_running ON journal (num) WHERE state = 5;
CREATE INDEX journal_undoes ON journal (undoes) WHERE undoes IS NOT NULL;

-- How a change stood when it began and each time it ended: its steps as JSON.
CREATE TABLE journal_steps (
    num    INTEGER PRIMARY KEY AUTOINCREMENT,
    change INTEGER NOT NULL REFERENCES journal (num),
    at     INTEGER NOT NULL,
    state  INTEGER NOT NULL,
    steps  TEXT    NOT NULL
) STRICT;

CREATE INDEX journal_steps_change ON journal_steps (change);

CREATE TRIGGER journal_stays BEFORE DELETE ON journal
BEGIN SELECT raise(ABORT, 'the journal is only added to'); END;

CREATE TRIGGER journal_is_not_rewritten BEFORE UPDATE OF num, id, at, action, undoes, tenant, object, who, who_fold,
    tenant_name, tenant_name_fold, user_name, user_name_fold, username, username_fold, title, title_fold, what, what_fold
ON journal
BEGIN SELECT raise(ABORT, 'the journal is only added to'); END;

CREATE TRIGGER journal_steps_stay BEFORE DELETE ON journal_steps
BEGIN SELECT raise(ABORT, 'the journal is only added to'); END;

CREATE TRIGGER journal_steps_are_not_rewritten BEFORE UPDATE ON journal_steps
BEGIN SELECT raise(ABORT, 'the journal is only added to'); END;
