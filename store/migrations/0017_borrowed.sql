-- Tenants in which Microsoft's client for administrators may hold permissions that were borrowed. tier is that of the application
-- that was being created; empty for none.
CREATE TABLE borrowed (
    tenant TEXT PRIMARY KEY,
    tier   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
