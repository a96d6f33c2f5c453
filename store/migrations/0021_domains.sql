-- What a user is found by leaves out the domains of the tenant: once these are others, its users are read into memory again.
CREATE TRIGGER tenant_domains AFTER UPDATE OF default_domain, initial_domain ON tenants
WHEN old.default_domain <> new.default_domain OR old.initial_domain <> new.initial_domain
BEGIN UPDATE user_blocks SET version = version + 1 WHERE block IN (SELECT id >> 12 FROM users WHERE tenant = new.num); END;
