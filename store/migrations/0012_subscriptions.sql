-- What a tenant bought, as JSON, and when that was read.
CREATE TABLE subscriptions (
    tenant INTEGER NOT NULL PRIMARY KEY REFERENCES tenants (num) ON DELETE CASCADE,
    read   INTEGER NOT NULL,
    body   TEXT    NOT NULL
) STRICT;
