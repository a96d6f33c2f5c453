-- How a tenant was read last: mark is where the next reading of what changed begins, empty where it is to be read whole;
-- read_whole is when it last was; product_names stands for the names that its users' products were given.
ALTER TABLE tenants ADD COLUMN mark TEXT NOT NULL DEFAULT '';
ALTER TABLE tenants ADD COLUMN read_whole INTEGER;
ALTER TABLE tenants ADD COLUMN product_names TEXT NOT NULL DEFAULT '';
-- Last sign-ins come apart: when they were last read, of some users or all, when of all, and what kept them from it.
ALTER TABLE tenants ADD COLUMN sign_ins INTEGER;
ALTER TABLE tenants ADD COLUMN all_sign_ins INTEGER;
ALTER TABLE tenants ADD COLUMN sign_ins_lack TEXT;
