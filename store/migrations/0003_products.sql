-- The products that a tenant holds were kept and never read.
DROP TABLE skus;
