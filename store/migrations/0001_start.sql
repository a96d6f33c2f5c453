-- Times are microseconds since 1970, UTC; NULL where there is none. A column named *_fold holds table.Fold of its twin, and
-- NULL where that is empty, so that an index in its order serves NULLS LAST.

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE layouts (
    name TEXT NOT NULL PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE connection (
    id              INTEGER PRIMARY KEY CHECK (id = 1),
    is_on           INTEGER NOT NULL,
    tenant          TEXT    NOT NULL,
    tenant_name     TEXT    NOT NULL,
    client_id       TEXT    NOT NULL,
    account         TEXT    NOT NULL,
    home_account_id TEXT    NOT NULL,
    object_id       TEXT    NOT NULL
) STRICT;

-- removals counts how often the tenant's data was removed: a refresh that began before a removal must not bring it back.
-- For the same reason a number is never used again.
CREATE TABLE tenants (
    num              INTEGER PRIMARY KEY AUTOINCREMENT,
    id               TEXT    NOT NULL UNIQUE,
    name             TEXT    NOT NULL,
    name_fold        TEXT,
    default_domain   TEXT    NOT NULL DEFAULT '',
    initial_domain   TEXT    NOT NULL DEFAULT '',
    sharepoint_name  TEXT    NOT NULL DEFAULT '',
    is_primary       INTEGER NOT NULL,
    status           TEXT    NOT NULL,
    doing            TEXT    NOT NULL DEFAULT '',
    failure          TEXT,
    access_state     TEXT    NOT NULL,
    access_ends      INTEGER,
    relationships    INTEGER NOT NULL,
    auto_extend      INTEGER NOT NULL,
    users            INTEGER NOT NULL DEFAULT 0,
    refreshed        INTEGER,
    refresh_failure  TEXT,
    sign_in_activity TEXT    NOT NULL DEFAULT '',
    roles            TEXT    NOT NULL DEFAULT '',
    removals         INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Equal names go by id in both directions, so each direction has an index.
CREATE INDEX tenants_by_name ON tenants (name_fold, id);
CREATE INDEX tenants_by_name_down ON tenants (name_fold DESC, id);

CREATE TABLE skus (
    tenant      INTEGER NOT NULL REFERENCES tenants (num) ON DELETE CASCADE,
    id          TEXT    NOT NULL,
    part_number TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    enabled     INTEGER NOT NULL,
    warning     INTEGER NOT NULL,
    consumed    INTEGER NOT NULL,
    PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

-- Texts that many users of a tenant share: lists of roles, lists of licences, job titles, departments. A filter looks
-- through these few, and then for a number in users_facets.
CREATE TABLE words (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    tenant INTEGER NOT NULL REFERENCES tenants (num) ON DELETE CASCADE,
    text   TEXT    NOT NULL,
    fold   TEXT,
    UNIQUE (tenant, text)
) STRICT;

-- What lists show, filter and sort by. roles, licenses, job_title and department are words; hash covers every field, also
-- those in user_details.
CREATE TABLE users (
    id                  INTEGER PRIMARY KEY,
    tenant              INTEGER NOT NULL REFERENCES tenants (num) ON DELETE CASCADE,
    object              TEXT    NOT NULL,
    hash                INTEGER NOT NULL,
    display_name        TEXT    NOT NULL,
    display_name_fold   TEXT,
    username            TEXT    NOT NULL,
    username_fold       TEXT,
    type                INTEGER NOT NULL,
    sign_in             INTEGER,
    on_premises         INTEGER NOT NULL,
    last_sign_in        INTEGER,
    last_password_reset INTEGER,
    created             INTEGER,
    roles               INTEGER,
    licenses            INTEGER,
    job_title           INTEGER,
    department          INTEGER
) STRICT;

CREATE UNIQUE INDEX users_key ON users (tenant, object);
-- The three orders that a large list is sorted by. They carry what is often filtered besides, so that counting and walking
-- stay within the index.
CREATE INDEX users_display_name ON users (display_name_fold, tenant, type, sign_in);
CREATE INDEX users_username ON users (username_fold, tenant, type, sign_in);
CREATE INDEX users_last_sign_in ON users (last_sign_in, tenant, type, sign_in);
-- Every filter that is a number, in one narrow index.
CREATE INDEX users_facets ON users (
    tenant, type, sign_in, on_premises, roles, licenses, job_title, department, last_password_reset, created
);

-- The rest of a user, as JSON, read for one user at a time.
CREATE TABLE user_details (
    id   INTEGER PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    body TEXT    NOT NULL
) STRICT;

CREATE TABLE recents (
    tenant INTEGER NOT NULL REFERENCES tenants (num) ON DELETE CASCADE,
    object TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (tenant, object)
) STRICT, WITHOUT ROWID;
