-- Offboardings that were begun at once have a name in common; one by itself has none.
ALTER TABLE offboardings ADD COLUMN together TEXT;

CREATE INDEX offboardings_together ON offboardings (together) WHERE together IS NOT NULL;
