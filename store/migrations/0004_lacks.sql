-- What the last refresh of a tenant could not read, beside what it could, as JSON; NULL for nothing.
ALTER TABLE tenants ADD COLUMN lacks TEXT;
