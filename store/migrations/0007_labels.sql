-- What a person calls tenants by. It refers to no tenant by its number, because it stays while a tenant is not synced, or not
-- listed for a while.
CREATE TABLE tenant_labels (
    tenant TEXT NOT NULL PRIMARY KEY,
    alias  TEXT NOT NULL,
    tags   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The search of All Users looks into names and usernames at once: both stand in one index.
DROP INDEX users_display_name;
CREATE INDEX users_display_name ON users (display_name_fold, tenant, type, sign_in, username_fold);
