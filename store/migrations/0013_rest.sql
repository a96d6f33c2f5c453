-- When all but a tenant's users was last read: its organization, products and roles.
ALTER TABLE tenants ADD COLUMN rest_read INTEGER;
