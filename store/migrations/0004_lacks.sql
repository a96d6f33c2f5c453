-- What the last refresh of a tenant could not read, beside what it could, as JSON; NULL for nothing.
ALTER TABLE tenants ADD COLUMN lacks TEXT;
-- Why the technician's access to a tenant could not be read.
ALTER TABLE tenants ADD COLUMN access_why TEXT NOT NULL DEFAULT '';
