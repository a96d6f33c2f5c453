-- Whether a Turn Off still asks in the browser for the permission that it takes at home.
ALTER TABLE turn_off ADD COLUMN permitting INTEGER NOT NULL DEFAULT 0;
